package dev.parley.websocket;

import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * Decides when a connection is read: whenever it is readable, unless reading is paused.
 *
 * <p>Readability alone is not enough. Bytes that the HTTP server read together with the opening
 * handshake, and bytes that the TLS engine has decrypted already, are not in the socket any more,
 * so the selector does not report them. A wake-up calls the read listener for those.
 */
final class ReadScheduler {
  private static final System.Logger LOG = System.getLogger(ReadScheduler.class.getName());

  private final StreamConnection connection;
  private final ConduitStreamSourceChannel source;
  private boolean paused;

  ReadScheduler(StreamConnection connection) {
    this.connection = connection;
    this.source = connection.getSourceChannel();
  }

  /** Begins to read, with the bytes that arrived together with the opening handshake. */
  void start() {
    source.wakeupReads();
  }

  void pause() {
    paused = true;
    source.suspendReads();
  }

  /** Reads again after a pause, including bytes that were decrypted before it. */
  void resume() {
    if (paused) {
      paused = false;
      source.wakeupReads();
    }
  }

  /** Reads no more, because the peer's close frame was its last. */
  void stop() {
    source.suspendReads();
  }

  /** Whether the read listener, which has just been called, may read. */
  boolean mayRead() {
    if (paused) {
      source.suspendReads(); // a wake-up that was pending has resumed reads after the pause
    }
    return !paused;
  }

  /**
   * Schedules another read if this one has filled the buffer, and TLS may have decrypted more.
   *
   * <p>After a delay and not by a wake-up: a wake-up is a task, and the I/O thread runs all tasks
   * before it selects again, so that a peer that never stops sending would starve the other
   * connections of the thread.
   */
  void afterRead(int length) {
    if (length < IoBuffers.SIZE || paused || !(connection instanceof SslConnection)) {
      return;
    }
    try {
      XnioExecutor.Key _ =
          connection.getIoThread().executeAfter(source::wakeupReads, 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "The I/O thread has ended, and the connection with it.");
    }
  }
}
