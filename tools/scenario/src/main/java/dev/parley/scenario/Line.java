package dev.parley.scenario;

import java.time.Duration;

/**
 * One connection to a room.
 *
 * <p>To say something into a line that has ended is no error: {@link #next} tells of the end.
 */
public interface Line {

  void say(String text);

  void sayBytes(byte[] bytes);

  /** What was heard next, in the order of its coming; with no patience only what is there. */
  Heard next(Duration patience) throws InterruptedException;

  /** Ends the connection without a word, as a lost network does. */
  void cut();

  /** Ends the connection with a close handshake. */
  void close(int code);
}
