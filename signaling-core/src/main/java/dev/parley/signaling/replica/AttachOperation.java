package dev.parley.signaling.replica;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Decision;
import dev.parley.signaling.room.Room;
import dev.parley.signaling.room.Seat;
import dev.parley.signaling.spi.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Attaches a participant to a seat: a new one, its earlier one, or, over HTTP, the one that it
 * holds and now wants to listen on.
 *
 * <p>Guarded by the replica's lock.
 */
final class AttachOperation extends Operation {
  private final Node node;
  private final ReplicaState state;
  private final AttachRequest request;
  private final Connection connection;
  private final SeatHolder participant;
  private final @Nullable Cursor cursor;
  private final Consumer<@Nullable ProtocolException> result;

  // As of the latest decision.
  private boolean resumes;
  private boolean takesOver;

  AttachOperation(
      Node node,
      ReplicaState state,
      AttachRequest request,
      Connection connection,
      SeatHolder participant,
      @Nullable Cursor cursor,
      Consumer<@Nullable ProtocolException> result) {
    this.node = node;
    this.state = state;
    this.request = request;
    this.connection = connection;
    this.participant = participant;
    this.cursor = cursor;
    this.result = result;
  }

  PeerId peer() {
    return request.peer();
  }

  ClientAccount client() {
    return request.client();
  }

  Connection connection() {
    return connection;
  }

  @Override
  Decision decide(Step step) {
    if (participant.isClosed()) {
      throw ProtocolException.unavailable(
          "The connection was closed before the join was complete: join again.");
    }
    Long after = request.after();
    Seat held = state.room().seat(peer());
    takesOver = held != null && held.info().online();
    resumes = after != null && state.log().canResume(peer(), after);
    if (after != null && after > state.last() && !isAtTail()) {
      // Another node has delivered events to the client that this one has not applied yet: refuse
      // for now, so that the operation is decided again on the newest entry.
      throw new ProtocolException(ErrorCode.LAGGED, Rooms.NOT_HELD);
    }
    return switch (request) {
      case AttachRequest.Join join -> resumes ? attach() : join(join);
      case AttachRequest.Listen listen -> listen(listen, step);
    };
  }

  private Decision attach() {
    return state.room().decide(new Command.Attach(peer(), connection));
  }

  private Decision join(AttachRequest.Join join) {
    if (node.isClosed()) { // resuming is still possible
      throw ProtocolException.stopping();
    }
    Decision decision =
        state
            .room()
            .decide(
                new Command.Join(
                    peer(), join.name(), join.role(), join.features(), join.data(), connection));
    if (decision.refusal() != null) {
      throw decision.refusal().exception();
    }
    checkMemory(decision);
    return decision;
  }

  private void checkMemory(Decision decision) {
    // The answer contains the whole roster, which may be long.
    if (client().unsent().isOverQuarter() || client().unsent().isExceeded()) {
      throw ProtocolException.unavailable(
          "Too many messages to your address are unsent: try again later.");
    }
    if (client().rosters().isExceeded() && state.room().grows(decision)) {
      throw ProtocolException.unavailable(
          "The server is short of memory for another seat: try again later.");
    }
  }

  /**
   * A participant that holds the seat already only changes its cursor, which no other node sees.
   */
  private Decision listen(AttachRequest.Listen listen, Step step) {
    checkTicket(listen, step.now());
    Long start = startSeq();
    if (start == null || !state.log().canResume(peer(), start)) {
      throw new ProtocolException(ErrorCode.LAGGED, Rooms.NOT_HELD);
    }
    Delivery delivery = state.locals().delivery(peer());
    return delivery != null && delivery.isOwnedBy(participant) ? Decision.NOTHING : attach();
  }

  /**
   * Checks that the ticket, if there is one, is valid for the seat as it is now.
   *
   * @throws ProtocolException if it is not
   */
  private void checkTicket(AttachRequest.Listen listen, Instant now) {
    Long number = listen.ticketSeat();
    Seat seat = state.room().seat(listen.peer());
    if (number == null) {
      return;
    }
    if (seat == null || seat.info().seat() != number) {
      throw new ProtocolException(
          ErrorCode.LAGGED, "The seat of this ticket no longer exists: join without \"after\".");
    }
    if (!seat.isTicketed(now, node.policy())) {
      throw new ProtocolException(
          ErrorCode.UNAUTHORIZED, "This ticket has expired: join again to get another one.");
    }
  }

  /** The event after which the cursor starts; null if the peer has no seat. */
  private @Nullable Long startSeq() {
    return request.after() == null ? state.log().since(peer()) : request.after();
  }

  /**
   * The fact that attaches its connection has been applied. The participant receives {@code joined}
   * first, then the events that it missed, and becomes live in the same step: nothing can come
   * between them.
   */
  void attached(Seat seat, Step step) {
    long after = state.last();
    if (request instanceof AttachRequest.Join join) {
      after = resumes ? Objects.requireNonNull(join.after()) : after;
      participant.joined(joinResult(join, seat, after, step));
    } else {
      after = Objects.requireNonNull(startSeq());
    }
    state.startDelivery(peer(), new Delivery(participant, seat.epoch()), cursor, after, step);
  }

  private SeatHolder.JoinResult joinResult(
      AttachRequest.Join join, Seat seat, long after, Step step) {
    Room room = state.room();
    boolean hasState = join.features().has(Features.STATE);
    return new SeatHolder.JoinResult(
        seat.info(),
        after,
        seat.received(),
        resumes ? null : room.roster(peer()),
        resumes ? seat.refusals() : List.of(),
        resumes || join.history() == 0 ? null : room.history(peer(), join.history(), step.now()),
        resumes || !hasState ? null : room.stateValues());
  }

  @Override
  void applied(Decision decided, Step step) {
    if (decided.facts().isEmpty()) {
      Delivery delivery = Objects.requireNonNull(state.locals().delivery(peer()));
      long after = Objects.requireNonNull(startSeq());
      state.startDelivery(peer(), delivery, cursor, after, step);
    } else {
      observe();
    }
    step.afterUnlock(() -> result.accept(null));
  }

  private void observe() {
    if (node.observations().hasSubscribers()) {
      String address = client().address();
      boolean isNew = request instanceof AttachRequest.Join && !resumes;
      node.observations()
          .publish(
              isNew
                  ? new Observation.Joined(state.name(), peer(), address)
                  : takesOver
                      ? new Observation.TakenOver(state.name(), peer(), address)
                      : new Observation.Resumed(state.name(), peer(), address));
    }
  }

  @Override
  void refused(ProtocolException reason, Step step) {
    step.afterUnlock(() -> result.accept(reason));
  }
}
