package dev.parley.signaling.participant;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.CloseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one link has yet to send: bounded in bytes, with at most one write under way.
 *
 * <p>Events are taken as far as a window allows. What does not fit waits in the room's log, and is
 * asked for when the link has sent what it had: a slow reader costs no more than its window.
 *
 * <p>Its lock is the innermost of all, and the link is never called while it is held. One thread at
 * a time hands over to the link, so that the order of what was offered is the order in which it
 * goes.
 */
final class OutboundQueue {
  /** Bytes under way beyond which events wait in the log. */
  private static final int WINDOW = 32_768;

  /** Bytes that every link may have under way: acknowledgements and short errors. */
  private static final int LEAST = 1_024;

  /** Bytes that are handed over at once, and do not wait for the end of the round. */
  private static final int LARGE = 16_384;

  /** When to hand over. */
  private enum Due {
    NOT,
    SOON,
    NOW
  }

  private final Link link;
  private final int maxUnsent;
  private final Budget.Quota quota;
  private final Runnable more;

  // All guarded by this.
  private List<byte[]> waiting = new ArrayList<>(2);
  private long unsent;
  private long underway;
  private long waitingMessages; // bytes of those that are not in the log; the next, too
  private long underwayMessages;
  private boolean due;
  private boolean handingOver;
  private boolean writing;
  private boolean behind;
  private boolean tooSlow;
  private boolean ended;
  private @Nullable CloseCode last;

  /**
   * A pump that counts what it holds on an account.
   *
   * @param more asks for the events that were not taken; it is run by the link
   */
  OutboundQueue(Link link, int maxUnsent, Budget.Quota quota, Runnable more) {
    this.link = link;
    this.maxUnsent = maxUnsent;
    this.quota = quota;
    this.more = more;
  }

  /**
   * Takes an event to be sent by the next {@link #flush}, or returns false: then it is to be
   * offered again when the pump asks for more.
   */
  synchronized boolean offerEvent(Supplier<byte[]> message) {
    if (!isTaking()) {
      return true; // there is nobody to offer it to again
    }
    if (unsent >= window()) {
      behind = true;
      return false;
    }
    add(message.get());
    return true;
  }

  /** Bytes that events may have under way: less, and then none, as the account is overdrawn. */
  private long window() {
    return switch (quota.pressure()) {
      case NONE -> Math.min(WINDOW, maxUnsent);
      case HIGH -> 1; // one at a time
      case FULL -> 0;
    };
  }

  /** Takes a message that is not in the log, to be sent by the next {@link #flush}. */
  synchronized void offer(byte[] message) {
    if (isTaking()) {
      add(message);
      waitingMessages += message.length;
      if (waitingMessages > most(message.length)) {
        cut();
      }
    }
  }

  /**
   * Bytes of such messages that may wait, with this one, which goes alone if nothing is under way.
   */
  private long most(int length) {
    long most =
        switch (quota.pressure()) {
          case NONE -> maxUnsent - underwayMessages;
          case HIGH -> WINDOW;
          case FULL -> LEAST;
        };
    return writing ? most : Math.max(most, length);
  }

  private void add(byte[] message) {
    unsent += message.length;
    quota.take(message.length);
    waiting.add(message);
  }

  /** The client reads too slowly. Its seat stays, and the log has what it has not heard. */
  synchronized void cut() {
    tooSlow = true;
    letGo();
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
    return tooSlow ? CloseCode.SLOW : last;
  }

  /** The link is gone, and with it what was to be sent. */
  synchronized void end() {
    ended = true;
    letGo();
    quota.release(underway);
    unsent = 0;
    underway = 0;
  }

  /** Lets go of what the link does not hold: that counts until it has left, or the link is gone. */
  private void letGo() {
    waiting = List.of();
    waitingMessages = 0;
    quota.release(unsent - underway);
    unsent = underway;
  }

  /** Sends what was offered, as soon as the link likes to; but what is much does not wait. */
  void flush() {
    switch (becomesDue()) {
      case NOW -> link.flushNow(this::handOver);
      case SOON -> link.flushSoon(this::handOver);
      case NOT -> {}
    }
  }

  private synchronized Due becomesDue() {
    boolean idle = isTaking() && (writing || waiting.isEmpty());
    if (handingOver || ended || idle) {
      return Due.NOT;
    }
    if (unsent - underway > LARGE) {
      return Due.NOW;
    }
    boolean already = due;
    due = true;
    return already ? Due.NOT : Due.SOON;
  }

  private void handOver() {
    try {
      List<byte[]> batch = begin();
      while (!batch.isEmpty()) {
        link.send(batch, this::sent);
        batch = next();
      }
    } catch (RuntimeException e) {
      fail(); // a link with a defect takes nothing more
      throw e;
    }
  }

  /** Closes the link, unless that is what it cannot do. */
  private void fail() {
    boolean again;
    synchronized (this) {
      again = tooSlow;
      handingOver = false;
      cut();
    }
    if (!again) {
      flush();
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
    underwayMessages += waitingMessages;
    waitingMessages = 0;
    underway = unsent;
    writing = true;
    return batch;
  }

  private void sent() {
    synchronized (this) {
      writing = false;
      underwayMessages = 0;
      unsent -= underway;
      quota.release(underway);
      underway = 0;
    }
    flush();
    catchUp();
  }

  /** Asks for the events that were not taken, if there are any, and nothing else is under way. */
  void catchUp() {
    synchronized (this) {
      if (!behind || unsent >= window()) {
        return;
      }
      behind = false;
    }
    link.flushSoon(more);
  }
}
