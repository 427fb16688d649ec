package dev.parley.signaling.session;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.room.Budget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one link has yet to be sent: bounded in bytes, with at most one write under way.
 *
 * <p>Its lock is the innermost of all, and the link is never called while it is held. One thread at
 * a time hands over to the link, so that the order of what was offered is the order in which it
 * goes.
 */
final class Pump {
  /** What a connection may keep waiting even when all of them together keep too much. */
  private static final int FAIR_SHARE = 16_384;

  /** When to hand over. */
  private enum Due {
    NOT,
    SOON,
    NOW
  }

  private final Link link;
  private final int maxUnsent;
  private final Budget budget;

  // All guarded by this.
  private List<byte[]> waiting = new ArrayList<>(2);
  private long unsent;
  private long underway;
  private boolean due;
  private boolean handingOver;
  private boolean writing;
  private boolean tooSlow;
  private boolean ended;
  private @Nullable CloseCode last;

  Pump(Link link, int maxUnsent, Budget budget) {
    this.link = link;
    this.maxUnsent = maxUnsent;
    this.budget = budget;
  }

  /**
   * Takes an event that was missed. What was missed is bounded by the log, which shares it, and who
   * is far behind must be able to catch up.
   */
  synchronized void catchUp(byte[] message) {
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
    budget.take(message.length);
    waiting.add(message);
    if (unsent > (budget.isExceeded() ? FAIR_SHARE : maxUnsent)) {
      tooSlow = true;
      letGo(); // the seat stays, and the log has it all
    }
  }

  private boolean isTaking() {
    return !ended && !tooSlow && last == null;
  }

  /** Nothing more is taken; what has been offered goes out first. */
  synchronized void close(CloseCode code) {
    if (last == null) {
      last = code;
    }
  }

  /** What the link is closed with, if it is. */
  synchronized @Nullable CloseCode closeCode() {
    return tooSlow ? CloseCode.TIMEOUT : last;
  }

  /** The link is gone, and with it what was to be sent. */
  synchronized void end() {
    ended = true;
    letGo();
  }

  private void letGo() {
    waiting = List.of();
    budget.giveBack(unsent);
    unsent = 0;
    underway = 0;
  }

  /** Sends what was offered, as soon as the link likes to; but what is much does not wait. */
  void flush() {
    switch (becomesDue()) {
      case NOW -> link.now(this::handOver);
      case SOON -> link.soon(this::handOver);
      case NOT -> {}
    }
  }

  private synchronized Due becomesDue() {
    boolean idle = isTaking() && (writing || waiting.isEmpty());
    if (handingOver || ended || idle) {
      return Due.NOT;
    }
    if (unsent - underway > FAIR_SHARE) {
      return Due.NOW;
    }
    boolean already = due;
    due = true;
    return already ? Due.NOT : Due.SOON;
  }

  private void handOver() {
    List<byte[]> batch = begin();
    while (!batch.isEmpty()) {
      link.send(batch, this::sent);
      batch = next();
    }
  }

  /** The first to hand over, or nothing if another thread is at it, and will see what is new. */
  private List<byte[]> begin() {
    synchronized (this) {
      due = false;
      if (handingOver || ended) {
        return List.of();
      }
      handingOver = true;
    }
    return next();
  }

  private List<byte[]> next() {
    CloseCode close;
    synchronized (this) {
      if (ended) {
        return List.of(); // there is nothing left to hand over to
      }
      boolean ending = !isTaking();
      if (!waiting.isEmpty() && (ending || !writing)) {
        return take();
      }
      handingOver = ending;
      close = ending ? closeCode() : null;
    }
    if (close != null) {
      link.close(close);
    }
    return List.of();
  }

  private List<byte[]> take() {
    List<byte[]> batch = waiting;
    waiting = new ArrayList<>(2);
    underway = unsent;
    writing = true;
    return batch;
  }

  private void sent() {
    synchronized (this) {
      writing = false;
      unsent -= underway;
      budget.giveBack(underway);
      underway = 0;
    }
    flush();
  }
}
