package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.Cursor;
import dev.parley.signaling.replica.Rooms;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.replica.SeatHolder;
import org.jspecify.annotations.Nullable;

/**
 * The seat that a participant holds, and the participant's calls into its room. Until there is a
 * seat, the calls do nothing.
 *
 * <p>Called by any thread; the only state is one volatile field.
 */
final class ParticipantSeat {
  private static final long ANY_SEAT = 0;

  private final Rooms rooms;
  private final RoomName room;
  private final SeatHolder holder;

  /** Null until there is a seat. For a connection it is written within the step that joins. */
  private volatile @Nullable Sender sender;

  ParticipantSeat(Rooms rooms, RoomName room, SeatHolder holder) {
    this.rooms = rooms;
    this.room = room;
    this.holder = holder;
  }

  /** The participant has joined, and sends from this seat only. */
  void bind(PeerInfo seat, ClientAccount client) {
    sender = new Sender(seat.id(), seat.seat(), client, holder);
  }

  /** The participant takes part over HTTP as this peer, with any seat that the peer has. */
  void bind(PeerId peer, ClientAccount client) {
    sender = new Sender(peer, ANY_SEAT, client, holder);
  }

  @Nullable Sender sender() {
    return sender;
  }

  @Nullable PeerId peer() {
    Sender bound = sender;
    return bound == null ? null : bound.peer();
  }

  /** Reports that the participant no longer has this cursor; null if it was between two polls. */
  void disconnect(@Nullable Cursor cursor) {
    PeerId peer = peer();
    if (peer != null) {
      disconnect(peer, cursor);
    }
  }

  /** The same for a participant whose join may not have been applied yet. */
  void disconnect(PeerId peer, @Nullable Cursor cursor) {
    rooms.disconnect(room, peer, holder, cursor);
  }

  /** Detaches a cursor, after which another one will be attached. */
  void detach(Cursor cursor) {
    PeerId peer = peer();
    if (peer != null) {
      rooms.detach(room, peer, cursor);
    }
  }

  /** Asks for the events that the cursor has refused. */
  void more(Cursor cursor) {
    PeerId peer = peer();
    if (peer != null) {
      rooms.more(room, peer, cursor);
    }
  }

  /** Whether there are events that the cursor has not been offered, or has refused. */
  boolean isBehind(Cursor cursor) {
    PeerId peer = peer();
    return peer != null && rooms.isBehind(room, peer, cursor);
  }

  /** The highest request id that was processed from the seat; 0 without a seat. */
  long received() {
    Sender bound = sender;
    return bound == null ? 0 : rooms.received(room, bound);
  }
}
