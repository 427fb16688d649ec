package dev.parley.signaling.replica;

import dev.parley.signaling.journal.LoggedEvent;

/**
 * A reader of a room's log, as the room sees it.
 *
 * <p>All but {@link #flush} are called inside the room's step: they take what they are given, and
 * neither wait, do I/O nor call the room.
 */
public interface Cursor {

  /**
   * Offers an event. A cursor that returns false has not taken it: it is offered again, out of the
   * log and with what follows, after {@link Rooms#more}.
   */
  boolean offer(LoggedEvent event);

  /** Counts the work of offering events out of the log, in bytes. */
  void chargeReplay(long bytes);

  /**
   * The cursor has been offered everything that concerns it; from now on events come as they
   * happen.
   */
  void caughtUp();

  /** The cursor is too far behind, or the log no longer holds what comes next. */
  void lagged();

  /** The node cannot follow the room any more: the participant has to come again. */
  void unavailable();

  /** Another cursor has taken its place. */
  void replaced();

  /** The seat is given up; of its requests, all up to this one had been taken. */
  void seatRemoved(long received);

  /** After the step: what was offered may be sent. */
  void flush();
}
