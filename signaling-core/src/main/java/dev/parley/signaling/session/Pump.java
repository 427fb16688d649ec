package dev.parley.signaling.session;

import dev.parley.signaling.protocol.CloseCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one link has yet to be sent: bounded in bytes, with at most one write under way.
 *
 * <p>Its lock is the innermost of all; the link is never called while it is held.
 */
final class Pump {
  private final Link link;
  private final int maxUnsent;

  // All guarded by this.
  private List<byte[]> waiting = new ArrayList<>(2);
  private long unsent;
  private long underway;
  private boolean writing;
  private boolean tooSlow;
  private boolean closed;
  private @Nullable CloseCode last;

  Pump(Link link, int maxUnsent) {
    this.link = link;
    this.maxUnsent = maxUnsent;
  }

  /**
   * Takes what a cursor begins with: the answer to its join, and what it has missed. All of it is
   * bounded by the log, which shares it, and who is far behind must be able to catch up.
   */
  synchronized void begin(byte[] message) {
    if (isTaking()) {
      waiting.add(message);
    }
  }

  /** Takes a message to be sent by the next {@link #flush}. */
  synchronized void offer(byte[] message) {
    if (!isTaking()) {
      return;
    }
    unsent += message.length;
    waiting.add(message);
    if (unsent > maxUnsent) {
      tooSlow = true;
      waiting = List.of(); // the seat stays, and the log has it all
    }
  }

  /** What the link is closed with, if it is. */
  synchronized @Nullable CloseCode closeCode() {
    return tooSlow ? CloseCode.TIMEOUT : last;
  }

  private boolean isTaking() {
    return !tooSlow && last == null;
  }

  /** Nothing more is taken; what has been offered goes out first. */
  synchronized void close(CloseCode code) {
    if (last == null) {
      last = code;
    }
  }

  void flush() {
    List<byte[]> batch = List.of();
    CloseCode close = null;
    synchronized (this) {
      boolean ending = tooSlow || last != null;
      if (closed || (writing && !ending)) {
        return;
      }
      if (!waiting.isEmpty()) {
        batch = waiting;
        waiting = new ArrayList<>(2);
        underway = unsent;
        writing = true;
      }
      if (ending) {
        close = closeCode();
        closed = true;
      }
    }
    if (!batch.isEmpty()) {
      link.send(batch, this::sent);
    }
    if (close != null) {
      link.close(close);
    }
  }

  private void sent() {
    synchronized (this) {
      writing = false;
      unsent -= underway;
    }
    flush();
  }
}
