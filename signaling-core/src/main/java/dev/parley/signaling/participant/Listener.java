package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;

/**
 * A participant in this process: it hears objects instead of messages. Its methods are called one
 * after the other by the executor that it was given, in the order in which things happened.
 */
public interface Listener {

  /** An event of the room, with its number. */
  void event(long seq, Event event);

  /** The answer to its join, an error, or that the server is about to end. */
  void notice(Notice notice);

  /** It takes part no longer; {@link CloseCode} says why. */
  void closed(CloseCode code);
}
