package dev.parley.signaling.replica;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.journal.Journal;
import dev.parley.signaling.journal.LogCapacity;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Refusal;
import dev.parley.signaling.room.RoomPolicy;
import dev.parley.signaling.spi.Observations;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that participants of this node are in. A room is here from its first operation until
 * its last seat is gone.
 *
 * <p>Thread-safe: each call is one atomic step of one room, which takes that room's lock. The map
 * is concurrent; a call that finds a replica which has just ended looks again.
 */
public final class Rooms {
  static final String NO_SEAT = "You no longer have a seat in this room: join again.";
  static final String NOT_HELD =
      "The log no longer holds the events after this one: join without \"after\".";
  private static final Receipt NO_ROOM =
      new Receipt(0, new Refusal(ErrorCode.PEER_GONE, NO_SEAT), false);

  private final ConcurrentHashMap<RoomName, Replica> replicas = new ConcurrentHashMap<>();

  /**
   * Rooms to open again with the next tick: they could not be followed any more while connections
   * of this node held seats in them.
   */
  private final ConcurrentHashMap<RoomName, ClientAccount> toReopen = new ConcurrentHashMap<>();

  private final Node node;

  /**
   * The rooms of a node.
   *
   * @param name unique to this run of the process: no other node has or had it
   */
  public Rooms(
      String name,
      Journal journal,
      RoomPolicy policy,
      LogCapacity capacity,
      FaultBarrier faults,
      Observations observations) {
    this.node = new Node(name, journal, policy, capacity, faults, observations);
  }

  /**
   * Attaches a participant to a seat of a room, which is created if necessary.
   *
   * @param cursor receives the events; null for a join over HTTP, whose peer listens later
   * @param result receives null, or the refusal; on any thread, maybe before this returns
   */
  public void attach(
      RoomName room,
      AttachRequest request,
      SeatHolder participant,
      @Nullable Cursor cursor,
      Consumer<@Nullable ProtocolException> result) {
    Replica replica;
    do {
      replica = replicas.get(room);
      if (replica == null) {
        ProtocolException refusal = refusal(room, request);
        if (refusal != null) {
          result.accept(refusal);
          return;
        }
        replica = open(room, request.client());
      }
    } while (!replica.attach(request, participant, cursor, result));
  }

  private @Nullable ProtocolException refusal(RoomName room, AttachRequest request) {
    if (request instanceof AttachRequest.Listen && !node.journal().mayHold(room)) {
      return new ProtocolException(ErrorCode.LAGGED, NOT_HELD);
    }
    return replicas.mappingCount() >= node.policy().maxRooms()
        ? ProtocolException.unavailable(
            "The server has no space for another room: try again later.")
        : null;
  }

  /**
   * Processes a request exactly once.
   *
   * @param later receives the receipt if this returns null; on any thread
   * @return the receipt, or null if the journal answers later
   */
  public @Nullable Receipt submit(
      RoomName room, Sender sender, Request.Numbered request, Consumer<Receipt> later) {
    while (true) {
      Replica replica = replicas.get(room);
      if (replica == null) {
        if (!node.journal().mayHold(room)) {
          return NO_ROOM;
        }
        replica = open(room, sender.client());
      }
      RequestOperation operation = replica.requestOperation(sender, request, later);
      if (replica.submit(operation)) {
        return operation.immediateReceipt();
      }
    }
  }

  private Replica open(RoomName room, ClientAccount opener) {
    return replicas.computeIfAbsent(room, name -> new Replica(node, name, opener, this));
  }

  private Optional<Replica> find(RoomName room) {
    return Optional.ofNullable(replicas.get(room));
  }

  /** Offers more events to a cursor that has refused one. */
  public void more(RoomName room, PeerId peer, Cursor cursor) {
    find(room).ifPresent(replica -> replica.more(peer, cursor));
  }

  /** Whether there are events for this cursor that it has not been offered, or has refused. */
  public boolean isBehind(RoomName room, PeerId peer, Cursor cursor) {
    return find(room).map(replica -> replica.isBehind(peer, cursor)).orElse(false);
  }

  /** Detaches a cursor whose participant keeps the seat, and attaches another one soon. */
  public void detach(RoomName room, PeerId peer, Cursor cursor) {
    find(room).ifPresent(replica -> replica.detach(peer, cursor));
  }

  /**
   * Reports that the connection of a participant has ended, which starts the resume window of its
   * seat. Changes nothing if another participant or another cursor has replaced it.
   *
   * @param cursor the one that it holds the seat with; null if it is between two polls
   */
  public void disconnect(
      RoomName room, PeerId peer, SeatHolder participant, @Nullable Cursor cursor) {
    find(room).ifPresent(replica -> replica.disconnect(peer, participant, cursor));
  }

  /** Whether this peer has a seat, as far as this node knows. */
  public boolean hasSeat(RoomName room, PeerId peer) {
    return find(room).map(replica -> replica.hasSeat(peer)).orElse(false);
  }

  /** The highest request id that was processed from this seat, as far as this node knows. */
  public long received(RoomName room, Sender sender) {
    return find(room).map(replica -> replica.received(sender)).orElse(0L);
  }

  /** Expires seats, drops old events, and sends proposals again. Called by one thread at a time. */
  public void tick() {
    toReopen.forEach((room, opener) ->
        node.faults().isolate("opening a room again", () -> open(room, opener).follow()));
    for (Replica replica : replicas.values()) {
      node.faults().isolate("ticking a room", replica::tick);
    }
    node.chunks().tick();
  }

  /**
   * Accepts no more requests and no joins, except those that resume a seat. When this returns,
   * everything that was accepted has been offered to the cursors that it concerns: a thread that
   * has read {@code closed} as false did so within a step, and an empty step of each room waits for
   * it.
   */
  public void close() {
    node.close();
    replicas.values().forEach(Replica::awaitSteps);
  }

  /** Whether a peer is away and may resume to receive kept events, or an operation is pending. */
  public boolean hasResumableSeats() {
    return replicas.values().stream().anyMatch(Replica::hasResumableSeats);
  }

  // Calls of replicas, within their steps

  /** The replica has ended. */
  void remove(RoomName room, Replica replica) {
    replicas.remove(room, replica);
  }

  /** The room could not be followed any more. */
  void reopenLater(RoomName room, ClientAccount opener) {
    toReopen.put(room, opener);
  }

  /** The journal has delivered the contents of the room. */
  void opened(RoomName room) {
    toReopen.remove(room);
  }

  /**
   * The seat that a request comes from.
   *
   * @param seat its number; 0 for any seat of the peer
   * @param participant the one that has to hold the seat; null if the peer's key is sufficient
   */
  public record Sender(
      PeerId peer, long seat, ClientAccount client, @Nullable SeatHolder participant) {

    boolean matchesSeat(long number) {
      return seat == 0 || seat == number;
    }
  }

  /**
   * The outcome of a request.
   *
   * @param received the highest request id that was processed from the seat so far
   * @param refusal null if the request was accepted
   * @param duplicate whether it was processed before, and its first outcome is repeated
   */
  public record Receipt(long received, @Nullable Refusal refusal, boolean duplicate) {}
}
