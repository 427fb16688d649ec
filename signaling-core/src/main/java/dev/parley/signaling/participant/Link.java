package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.CloseCode;
import java.time.Instant;
import java.util.List;

/**
 * A transport: the way to one client. What the client says goes to the {@link Participant}.
 *
 * <p>Any thread may call it, also one of another client. No lock is held then, and it must not
 * wait. {@link #send} and {@link #close} are called by one thread at a time, in the order in which
 * the client is to hear of it; {@link #tick} by the thread that ticks, at the same time maybe.
 */
public interface Link {

  /**
   * Runs this soon, to be sent what there is to send. A link that is told of many things at once
   * may wait until all of them have been said.
   */
  default void flushSoon(Runnable flush) {
    flush.run();
  }

  /** Runs this as soon as can be: there is so much to send that it should not wait. */
  default void flushNow(Runnable flush) {
    flush.run();
  }

  /**
   * Sends the messages in this order, and calls {@code sent} once they have left this process,
   * maybe before this returns; never if the connection ends earlier. Is not called again before
   * that, but for the last messages before a close.
   *
   * @param messages at least one, each a message of text in UTF-8; the arrays are shared with other
   *     links, and must not be changed
   */
  void send(List<byte[]> messages, Runnable sent);

  /**
   * Closes the connection, after what was sent; the link cuts one that does not end by itself soon.
   * {@link Participant#closed} is to be called once it has ended, whoever has ended it.
   */
  void close(CloseCode code);

  /**
   * Reads nothing more from the client until {@link #resume}: what it has said takes time. A link
   * that cannot stop reading may go on, but its client is closed with {@link
   * CloseCode#TRY_AGAIN_LATER} when too much of it waits.
   */
  default void pause() {}

  /** Reads again. */
  default void resume() {}

  /**
   * Time has passed: called with each {@link dev.parley.signaling.Signaling#tick}. Shows a client
   * that is silent that the server is there ({@link Limits#heartbeat}), and cuts one that has been
   * silent, or has read nothing, for too long: nothing else ends a connection that is dead.
   *
   * @param now by the clock of the service
   * @param lastReceivedAt when the client has last given a sign of life ({@link
   *     Participant#markAlive})
   */
  default void tick(Instant now, Instant lastReceivedAt) {}
}
