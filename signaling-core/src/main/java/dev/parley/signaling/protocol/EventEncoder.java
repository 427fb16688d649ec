package dev.parley.signaling.protocol;

/**
 * Encodes an event of the log for clients. The journal package depends on this interface rather
 * than on a JSON library.
 */
public interface EventEncoder {
  /**
   * The event with its number as one message in UTF-8. The bytes may be sent to any number of
   * clients.
   */
  byte[] encode(long seq, Event event);
}
