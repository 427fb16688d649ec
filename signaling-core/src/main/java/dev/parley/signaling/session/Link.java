package dev.parley.signaling.session;

import dev.parley.signaling.protocol.CloseCode;
import java.util.List;

/**
 * A transport: the way to one client.
 *
 * <p>It tells its {@link Session} what comes, one message after the other, and when it is gone.
 */
public interface Link {

  /**
   * Runs this soon, to be sent what there is to send. A link that is told of many things at once
   * may wait until all of them have been said.
   */
  default void soon(Runnable flush) {
    flush.run();
  }

  /** Runs this as soon as can be: there is so much to send that it should not wait. */
  default void now(Runnable flush) {
    flush.run();
  }

  /**
   * Sends the messages in this order, and calls {@code sent} once they have left this process. Is
   * not called again before that, but for the last messages before a close.
   */
  void send(List<byte[]> messages, Runnable sent);

  /** Closes the connection, after what was sent; one that does not end by itself soon is cut. */
  void close(CloseCode code);
}
