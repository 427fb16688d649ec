package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;

/**
 * A participant in this process: it hears objects instead of messages. Its methods are called one
 * after the other by the executor that it was given, in the order in which things happened,
 * whichever of the executor's threads it is.
 *
 * <p>It may wait: what it does not take in time waits in the room's log. One that takes nothing for
 * so long that the log has let go of what comes next is closed with {@link CloseCode#SLOW}. An
 * exception that it throws is logged, and what comes next is told all the same.
 */
public interface Listener {

  /** An event of the room, with its number. */
  void event(long seq, Event event);

  /**
   * The answer to its join, which comes before everything else, {@link Notice.Joined} or {@link
   * Notice.Error}; an error; an acknowledgement of requests that have ids; or that the server is
   * about to end.
   */
  void notice(Notice notice);

  /**
   * It takes part no longer; {@link CloseCode} says why. Nothing is told after it, and it is not
   * told itself if the listener's own side has called {@link Participant#closed}. To come again is
   * another join.
   */
  void closed(CloseCode code);
}
