package dev.parley.signaling.replica;

import dev.parley.signaling.journal.LoggedEvent;

/**
 * A reader of a room's log, as the room sees it: one link to a client, or a listener in this
 * process.
 *
 * <p>All methods but {@link #flush} are called with the room's lock held. They only queue messages:
 * they must not block, do I/O or call back into the room.
 */
public interface Cursor {

  /**
   * Offers an event. A cursor that returns false has no space for it now: the room offers it again
   * from the log, followed by later events, after a call of {@link Rooms#more}.
   */
  boolean offer(LoggedEvent event);

  /** Charges the cost of a replay from the log, in bytes, to the client's account. */
  void chargeReplay(long bytes);

  /**
   * The cursor has been offered everything up to the end of the log; from now on it is offered
   * events as they happen.
   */
  void caughtUp();

  /** The cursor is too far behind, or the log no longer holds the next event. */
  void lagged();

  /** The node can no longer follow the room: the participant has to join again. */
  void unavailable();

  /** Another cursor has taken its place. */
  void replaced();

  /** The seat was given up, after all requests up to this id had been processed. */
  void seatRemoved(long received);

  /** Sends the queued messages. Called after the step, without the room's lock. */
  void flush();
}
