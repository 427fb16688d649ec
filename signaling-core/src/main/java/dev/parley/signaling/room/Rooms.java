package dev.parley.signaling.room;

import dev.parley.signaling.guard.Client;
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

  /**
   * Attaches another cursor of a peer that has a seat. Without {@code after}, it begins where the
   * seat does.
   *
   * @throws dev.parley.signaling.protocol.ProtocolException with {@code lagged} if the peer cannot
   *     go on from there and has to join anew
   */
  void attach(RoomName room, PeerId peer, @Nullable Long after, Cursor cursor);

  /** A cursor that has not taken all that it was offered takes more. */
  void more(RoomName room, PeerId peer, Cursor cursor);

  /** Whether there is more for this cursor than it has been offered. */
  boolean isBehind(RoomName room, PeerId peer, Cursor cursor);

  /** This cursor has done its work, and the peer is about to attach another one. */
  void rest(RoomName room, PeerId peer, Cursor cursor);

  /** Takes a request exactly once. */
  Receipt submit(RoomName room, Speaker speaker, Request.Numbered request);

  /** Whether this peer has this seat there; 0 is any. */
  boolean holds(RoomName room, Speaker speaker);

  /** Whether tickets of this peer's seat are good now. */
  boolean isTicketed(RoomName room, PeerId peer);

  /** The highest request id that was taken from this seat so far, or 0 if there is no such seat. */
  long received(RoomName room, Speaker speaker);

  /** The connection of this cursor is gone; its seat is kept for a while. */
  void lose(RoomName room, PeerId peer, Cursor cursor);

  /** Lets go of what is kept no longer. */
  void tick();

  /**
   * Lets nobody in, but for a peer that resumes its seat, and takes nothing any more. When this
   * returns, all that was taken has been offered to whom it concerns.
   */
  void close();

  /** Whether something is kept for a peer that is away, and may come back for it. */
  boolean awaitsReturn();

  /**
   * A peer that wants a seat.
   *
   * @param client its address, on whose account the seat goes
   * @param after the event after which it wants to go on, if it had a seat before
   */
  record Joining(
      PeerId peer, PeerName name, String role, Payload data, Client client, @Nullable Long after) {}

  /** Who speaks, and from which seat; 0 is whichever the peer has. */
  record Speaker(PeerId peer, long seat) {

    boolean sitsOn(long number) {
      return seat == 0 || seat == number;
    }
  }

  /**
   * What became of a request.
   *
   * @param received the highest request id that was taken from the speaker so far
   * @param refusal what was wrong with this one, if anything
   * @param again whether it was taken or refused before, and comes once more
   */
  record Receipt(long received, @Nullable Refusal refusal, boolean again) {

    Receipt(long received, @Nullable Refusal refusal) {
      this(received, refusal, false);
    }
  }
}
