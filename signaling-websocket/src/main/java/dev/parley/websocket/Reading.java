package dev.parley.websocket;

import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/** When a connection is read: when something has come, unless reading is paused. */
final class Reading {
  private static final System.Logger LOG = System.getLogger(Reading.class.getName());

  private final StreamConnection connection;
  private final ConduitStreamSourceChannel source;
  private boolean paused;

  Reading(StreamConnection connection) {
    this.connection = connection;
    this.source = connection.getSourceChannel();
  }

  /** What came in one packet with the handshake has been read: no readiness tells of it. */
  void start() {
    source.wakeupReads();
  }

  void pause() {
    paused = true;
    source.suspendReads();
  }

  void resume() {
    if (paused) {
      paused = false;
      source.wakeupReads(); // over TLS, more may have been decrypted, of which no readiness tells
    }
  }

  void end() {
    source.suspendReads();
  }

  /** Whether it is to be read, now that something may have come. */
  boolean isWanted() {
    if (paused) {
      source.suspendReads(); // a wake-up was on its way
    }
    return !paused;
  }

  /**
   * So many bytes have been read. Over TLS, there may be more that has been decrypted already, of
   * which no readiness tells. A wake-up would be a task, of which the thread runs all before it
   * looks at the other connections.
   */
  void hasRead(int length) {
    if (length < Loop.BYTES || paused || !(connection instanceof SslConnection)) {
      return;
    }
    try {
      XnioExecutor.Key _ =
          connection.getIoThread().executeAfter(source::wakeupReads, 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "There is no I/O thread any more.");
    }
  }
}
