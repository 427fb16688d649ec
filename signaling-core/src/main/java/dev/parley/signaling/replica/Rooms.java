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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rooms that participants on this node are in: each call is one atomic step of one room. */
public final class Rooms {
  static final String NO_SEAT = "You have no seat in this room any more: join again.";
  static final String NOT_HELD = "The room no longer holds what comes after that: join anew.";
  private static final Receipt NO_ROOM =
      new Receipt(0, new Refusal(ErrorCode.PEER_GONE, NO_SEAT), false);

  private final ConcurrentHashMap<RoomName, Replica> replicas = new ConcurrentHashMap<>();

  /** Rooms that could not be followed any more while seats in them were held here. */
  private final ConcurrentHashMap<RoomName, ClientAccount> toReopen = new ConcurrentHashMap<>();

  private final Node node;

  /**
   * The rooms of a node.
   *
   * @param name the incarnation of this node, which no other one has or had
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
   * Lets a participant in, and attaches its cursor, if it has one now.
   *
   * @param result is told null, or why it was refused; maybe before this returns, by any thread
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
            "The server has no place for another room: try again later.")
        : null;
  }

  /**
   * Takes a request exactly once. Returns its receipt, or null if that comes later; {@code later}
   * is then called with it, by any thread.
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

  /** Nobody on this node is in this room any more. */
  void remove(RoomName room, Replica replica) {
    replicas.remove(room, replica);
  }

  /** Seats in this room are held here, and it cannot be followed: it is opened again. */
  void reopenLater(RoomName room, ClientAccount opener) {
    toReopen.put(room, opener);
  }

  /** The room can be read. */
  void opened(RoomName room) {
    toReopen.remove(room);
  }

  /** A cursor that has not taken all that it was offered takes more. */
  public void more(RoomName room, PeerId peer, Cursor cursor) {
    Replica replica = replicas.get(room);
    if (replica != null) {
      replica.more(peer, cursor);
    }
  }

  /** Whether there is more for this cursor than it has been offered. */
  public boolean isBehind(RoomName room, PeerId peer, Cursor cursor) {
    Replica replica = replicas.get(room);
    return replica != null && replica.isBehind(peer, cursor);
  }

  /** This cursor has done its work; its participant keeps the seat, and soon attaches another. */
  public void detach(RoomName room, PeerId peer, Cursor cursor) {
    Replica replica = replicas.get(room);
    if (replica != null) {
      replica.detach(peer, cursor);
    }
  }

  /**
   * This participant is gone, which holds its seat by this cursor, or by none now; the seat is kept
   * for a while.
   */
  public void disconnect(
      RoomName room, PeerId peer, SeatHolder participant, @Nullable Cursor cursor) {
    Replica replica = replicas.get(room);
    if (replica != null) {
      replica.disconnect(peer, participant, cursor);
    }
  }

  /** Whether this peer has a seat, as far as this node knows. */
  public boolean hasSeat(RoomName room, PeerId peer) {
    Replica replica = replicas.get(room);
    return replica != null && replica.hasSeat(peer);
  }

  /** The highest request id that was taken from this seat so far, as far as this node knows. */
  public long received(RoomName room, Sender sender) {
    Replica replica = replicas.get(room);
    return replica == null ? 0 : replica.received(sender);
  }

  /** Time has passed: lets go of what is kept no longer, and sends again what was not answered. */
  public void tick() {
    toReopen.forEach((room, opener) ->
        node.faults().isolate("opening a room again", () -> open(room, opener).follow()));
    for (Replica replica : replicas.values()) {
      node.faults().isolate("ticking a room", replica::tick);
    }
    node.chunks().tick();
  }

  /**
   * Lets nobody in any more, but for a peer that resumes its seat, and takes nothing. When this
   * returns, all that was taken has been offered to whom it concerns.
   */
  public void close() {
    node.close();
    replicas.values().forEach(Replica::awaitSteps);
  }

  /** Whether something is kept for a peer that is away and may come back, or is under way. */
  public boolean hasResumableSeats() {
    return replicas.values().stream().anyMatch(Replica::hasResumableSeats);
  }

  /**
   * A seat that speaks.
   *
   * @param seat its number; 0 is whichever the peer has
   * @param participant the one that must hold it, null if the peer's key is enough
   */
  public record Sender(
      PeerId peer, long seat, ClientAccount client, @Nullable SeatHolder participant) {

    boolean matchesSeat(long number) {
      return seat == 0 || seat == number;
    }
  }

  /**
   * What became of a request.
   *
   * @param received the highest request id that was taken from the sender so far
   * @param refusal what was wrong with this one, if anything
   * @param duplicate whether it was taken or refused before, and comes once more
   */
  public record Receipt(long received, @Nullable Refusal refusal, boolean duplicate) {}
}
