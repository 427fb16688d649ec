package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.CloseCode;
import java.time.Instant;
import java.util.List;

/**
 * The sending half of a transport's connection to one client, called by the core. The transport
 * passes messages from the client to the {@link Participant}.
 *
 * <p>Any thread may call it, also one that serves another client. It is called without a lock, and
 * must not block. {@link #send} and {@link #close} are called by one thread at a time, in the order
 * in which the client receives; {@link #tick} may be called concurrently with them.
 */
public interface Link {

  /**
   * Runs the task soon, which calls {@link #send}. A transport that handles many messages in one
   * round of its I/O loop runs it at the end of the round, so that all resulting messages are sent
   * in one batch.
   */
  default void flushSoon(Runnable flush) {
    flush.run();
  }

  /** Runs the task as soon as possible: more bytes wait than should be deferred. */
  default void flushNow(Runnable flush) {
    flush.run();
  }

  /**
   * Sends messages in this order. Not called again before {@code sent} was run, except for the last
   * messages before {@link #close}.
   *
   * @param messages at least one, each the text of a message in UTF-8. The arrays are shared with
   *     other links and must not be changed
   * @param sent to be run once the messages have left this process, maybe before this returns;
   *     never if the connection ends earlier. Running it too early defeats the limits for slow
   *     readers
   */
  void send(List<byte[]> messages, Runnable sent);

  /**
   * Closes the connection after the messages sent before, and cuts it if the client does not soon
   * close its end. {@link Participant#closed} has to be called once it has ended, by either end.
   */
  void close(CloseCode code);

  /**
   * Stops reading from the client until {@link #resume}, since its requests wait. A transport that
   * cannot stop may go on: the client is closed with {@link CloseCode#TRY_AGAIN_LATER} when too
   * many wait.
   */
  default void pause() {}

  /** Reads from the client again. */
  default void resume() {}

  /**
   * Called with each {@link dev.parley.signaling.Signaling#tick}. Pings a silent client ({@link
   * Limits#heartbeat}), and cuts one that has been silent, or has read nothing, for too long:
   * nothing else ends a dead connection.
   *
   * @param now the time by the clock of the service
   * @param lastReceivedAt when the client last sent anything ({@link Participant#markAlive})
   */
  default void tick(Instant now, Instant lastReceivedAt) {}
}
