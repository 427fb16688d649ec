package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place in a room's log, as the room sees it.
 *
 * <p>All but {@link #flush} are called inside the room's step: they take what they are given, and
 * neither wait, do I/O nor call the room.
 */
public interface Cursor {

  /**
   * The cursor stands at {@code seating.seq()}, and every event after it that concerns it follows.
   */
  void seated(Seating seating);

  /**
   * Offers an event. A cursor that returns false has not taken it: it is offered again, out of the
   * log and with what follows, after {@link Rooms#more}.
   */
  boolean offer(RoomLog.Entry entry);

  /** Counts the work of offering events out of the log, in bytes. */
  void replayed(long cost);

  /**
   * The cursor has been offered everything that concerns it; from now on events come as they
   * happen.
   */
  void caughtUp();

  /** The cursor is too far behind, or the log no longer holds what comes next. */
  void lagged();

  /** Another cursor has taken the seat over. */
  void replaced();

  /** The seat is given up; of its requests, all up to this one had been taken. */
  void dismissed(long received);

  /** After the step: what was offered may be sent. */
  void flush();

  /**
   * Where and as whom a peer sits; {@code peers} are the others, or null if it knows them already;
   * {@code errors} are those that may not have arrived.
   */
  record Seating(
      PeerInfo self,
      long seq,
      long received,
      @Nullable List<PeerInfo> peers,
      List<Notice.Error> errors) {}
}
