package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.CloseCode;
import java.time.Instant;
import java.util.List;

/** A transport: the way to one client. */
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

  /**
   * Reads nothing more from the client until {@link #resume}: what it has said takes time. A link
   * that cannot stop reading may go on.
   */
  default void pause() {}

  /** Reads again. */
  default void resume() {}

  /**
   * Time has passed. Shows the client that the server is there, and cuts one that has been silent,
   * or has read nothing, for too long.
   *
   * @param heardAt when the client has last given a sign of life
   */
  default void tick(Instant now, Instant heardAt) {}
}
