package dev.parley.signaling.replica;

import dev.parley.signaling.journal.Conditions;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.replica.Rooms.Receipt;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Decision;
import dev.parley.signaling.room.Fact;
import dev.parley.signaling.room.Refusal;
import dev.parley.signaling.room.Seat;
import dev.parley.signaling.spi.Observation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Processes a request from a seat exactly once: its id must be the next of the seat, or the request
 * was processed before and changes nothing.
 *
 * <p>Guarded by the replica's lock.
 */
final class RequestOperation extends Operation {
  private static final Refusal OUT_OF_MEMORY =
      new Refusal(
          ErrorCode.BAD_MESSAGE,
          "The server is short of memory for rosters and shared values: send shorter data.");

  private final Node node;
  private final ReplicaState state;
  private final Sender sender;
  private final Request.Numbered request;
  private final Consumer<Receipt> later;

  // As of the latest decision.
  private @Nullable LocalSeat local;
  private long seatNumber;

  private @Nullable Receipt receipt;
  private boolean deferred;

  /**
   * A request.
   *
   * @param later receives the receipt if there is none yet at {@link #defer}
   */
  RequestOperation(
      Node node,
      ReplicaState state,
      Sender sender,
      Request.Numbered request,
      Consumer<Receipt> later) {
    this.node = node;
    this.state = state;
    this.sender = sender;
    this.request = request;
    this.later = later;
  }

  /** If there is no receipt yet, it is passed to the callback when there is. */
  void defer() {
    deferred = receipt == null;
  }

  /** The receipt if it was there at once; null if the callback receives it. */
  @Nullable Receipt immediateReceipt() {
    return deferred ? null : receipt;
  }

  @Override
  Decision decide(Step step) {
    Seat seat = state.seat(sender);
    if (seat == null) {
      throw new ProtocolException(ErrorCode.PEER_GONE, Rooms.NO_SEAT);
    }
    long received = seat.received();
    long id = request.id();
    if (id != Request.NO_ID && id <= received) {
      return Decision.NOTHING; // a duplicate
    }
    if (id > received + 1) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE,
          "Id " + id + " skips a number: send id " + (received + 1) + " next.");
    }
    if (node.isClosed()) {
      throw ProtocolException.stopping();
    }
    local = state.locals().get(sender.peer());
    seatNumber = seat.info().seat();
    boolean overQuota = local.isOverQuota() || isOverQuotaOfRoom();
    Long ask =
        request instanceof Request.Reply(_, PeerId asker, long re, _)
            ? state.log().askId(re, asker, seat.info())
            : null;
    Decision decision =
        state.room().decide(new Command.Submit(sender.peer(), request, ask, overQuota));
    return overQuota && state.room().grows(decision)
        ? state.room().decide(new Command.Submit(sender.peer(), outOfMemory(), null, true))
        : decision;
  }

  /**
   * Shared values are charged to the address that opened the room, not to the one that sets them.
   */
  private boolean isOverQuotaOfRoom() {
    return request instanceof Request.Set && state.opener().rosters().isExceeded();
  }

  /** A refused request in place of the actual one, so that its id is used up by the same rules. */
  private Request.Malformed outOfMemory() {
    return new Request.Malformed(request.id(), OUT_OF_MEMORY.code(), OUT_OF_MEMORY.sentence());
  }

  @Override
  Conditions.@Nullable Sender senderCondition() {
    return new Conditions.Sender(sender.peer(), seatNumber, epoch(), request.id());
  }

  /** The epoch of the sender's connection, if that connection has to hold the seat. */
  private long epoch() {
    Delivery delivery = local == null ? null : local.delivery();
    SeatHolder participant = sender.participant();
    return participant != null && delivery != null && delivery.isOwnedBy(participant)
        ? delivery.epoch()
        : Conditions.Sender.ANY_EPOCH;
  }

  @Override
  void applied(Decision decided, Step step) {
    Seat seat = state.seat(sender);
    boolean duplicate = decided.facts().isEmpty() && decided.refusal() == null;
    Refusal refusal = duplicate && seat != null ? seat.refusalOf(request.id()) : decided.refusal();
    if (!duplicate) {
      observe(decided);
    }
    // A request that gave the seat up was the last one of that seat.
    deliver(new Receipt(seat == null ? request.id() : seat.received(), refusal, duplicate), step);
  }

  @Override
  void refused(ProtocolException reason, Step step) {
    Seat seat = state.seat(sender);
    Refusal refusal = new Refusal(reason.code(), reason.sentence());
    deliver(new Receipt(seat == null ? 0 : seat.received(), refusal, false), step);
  }

  private void deliver(Receipt next, Step step) {
    receipt = next;
    if (deferred) {
      step.afterUnlock(() -> later.accept(next));
    }
  }

  private void observe(Decision decided) {
    if (node.observations().hasSubscribers()) {
      for (Fact fact : decided.facts()) {
        if (fact instanceof Fact.Emitted(Event event, _, _)) {
          node.observations().publish(observation(event));
        }
      }
    }
  }

  private Observation observation(Event event) {
    PeerId from = sender.peer();
    return switch (event) {
      case Event.PeerLeft(_, LeaveReason reason) ->
          new Observation.Left(state.name(), from, reason);
      case Event.Signal signal -> relayed(signal.kind().wireName(), signal.length());
      case Event.Message(_, Payload data, _, _) -> relayed("message", data.length());
      case Event.Reply(_, _, _, Payload data) -> relayed("reply", data.length());
      case Event.State(_, _, Payload value) -> relayed("state", value.length());
      case Event.PeerJoined(PeerInfo peer) -> relayed("peer-joined", peer.length());
      case Event.PeerUpdated(PeerInfo peer) -> relayed("update", peer.length());
    };
  }

  private Observation relayed(String type, long bytes) {
    return new Observation.Relayed(state.name(), sender.peer(), type, bytes);
  }
}
