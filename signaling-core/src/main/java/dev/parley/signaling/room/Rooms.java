package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/** The store of rooms: each call is one atomic step of one room. */
public interface Rooms {

  /**
   * Gives the peer a seat, or its old one if the log still holds all after {@code joining.after()},
   * and attaches its cursor.
   *
   * @throws dev.parley.signaling.protocol.ProtocolException if the room does not let it in
   */
  void join(RoomName room, Joining joining, Cursor cursor);

  /** Takes a request exactly once. */
  Receipt submit(RoomName room, Speaker speaker, Request.Numbered request);

  /** The connection of this cursor is gone; its seat is kept for a while. */
  void lose(RoomName room, PeerId peer, Cursor cursor);

  /** Lets go of what is kept no longer. */
  void tick();

  /** Who wants a seat, and after which event it wants to go on. */
  record Joining(PeerId peer, PeerName name, String role, Payload data, @Nullable Long after) {}

  /** Who speaks, and from which seat. */
  record Speaker(PeerId peer, long seat) {}

  /**
   * What became of a request.
   *
   * @param received the highest request id that was taken from the speaker so far
   * @param refusal what was wrong with this one, if anything
   * @param left whether the speaker has given up its seat by it
   */
  record Receipt(long received, @Nullable Refusal refusal, boolean left) {

    static Receipt refused(long received, Refusal refusal) {
      return new Receipt(received, refusal, false);
    }
  }
}
