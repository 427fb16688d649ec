package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;

/**
 * A participant in this process, which receives objects instead of messages. Its methods are called
 * in the order of events, by one thread of its executor at a time.
 *
 * <p>It may block: later events wait in the room's log meanwhile. A listener for which the log no
 * longer holds the next event is closed with {@link CloseCode#SLOW}. An exception that it throws is
 * logged, and the next call follows anyway.
 */
public interface Listener {

  /** An event of the room, with its number. */
  void event(long seq, Event event);

  /**
   * A notice: the answer to the join, {@link Notice.Joined} or {@link Notice.Error}, which is the
   * first call; an error; an acknowledgement of requests with ids; or {@link Notice.Bye}.
   */
  void notice(Notice notice);

  /**
   * The server has closed the participant: the last call. Not called after {@link
   * Participant#closed}. To take part again, join again.
   */
  void closed(CloseCode code);
}
