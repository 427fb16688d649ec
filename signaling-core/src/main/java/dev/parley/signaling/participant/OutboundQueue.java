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
 * <p>Events are accepted up to a window. Those beyond it stay in the room's log, and are requested
 * when the link has sent its batch: a slow reader takes no more memory than its window. Notices are
 * not in the log, so a client for which too many wait is closed as slow.
 *
 * <p>Its lock is the innermost of all, and the link is never called while it is held. One thread at
 * a time passes messages to the link; others leave theirs to it. So messages are sent in the order
 * in which they were added.
 */
final class OutboundQueue {
  /**
   * Bytes under way beyond which events stay in the log. Enough to keep a connection busy: a batch
   * of this size is two or three socket buffers.
   */
  private static final int WINDOW = 32_768;

  /**
   * Bytes of notices that every link may have under way, however short memory is: acknowledgements
   * and short errors.
   */
  private static final int MIN_NOTICES = 1_024;

  /**
   * Waiting bytes that are passed to the link immediately, instead of at the end of the I/O loop's
   * round: otherwise a thousand joins in one round would exceed the limit of unsent bytes.
   */
  private static final int LARGE = 16_384;

  /** When to pass messages to the link. */
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
  private long waitingNotices; // bytes of messages that are not in the log
  private long underwayNotices;
  private boolean due;
  private boolean transferring;
  private boolean writing;
  private boolean behind;
  private boolean tooSlow;
  private boolean ended;
  private @Nullable CloseCode last;

  /**
   * A queue that counts its bytes on an account.
   *
   * @param maxUnsent bytes of notices at most
   * @param more requests the refused events; run by the link
   */
  OutboundQueue(Link link, int maxUnsent, Budget.Quota quota, Runnable more) {
    this.link = link;
    this.maxUnsent = maxUnsent;
    this.quota = quota;
    this.more = more;
  }

  /**
   * Adds an event, for the next {@link #flush}. False if the window is full: the event is to be
   * offered again when the queue asks for more.
   *
   * @param message encodes the event; only called if it is added
   */
  synchronized boolean offerEvent(Supplier<byte[]> message) {
    if (!isTaking()) {
      return true; // closed: the event need not be offered again
    }
    if (unsent >= window()) {
      behind = true;
      return false;
    }
    add(message.get());
    return true;
  }

  /**
   * Bytes of events that may be in flight; fewer as the account of the address fills, none once it
   * is exceeded.
   */
  private long window() {
    return switch (quota.pressure()) {
      case NONE -> Math.min(WINDOW, maxUnsent);
      case HIGH -> 1; // one event at a time
      case FULL -> 0;
    };
  }

  /** Adds a notice, for the next {@link #flush}. */
  synchronized void offer(byte[] message) {
    if (isTaking()) {
      add(message);
      waitingNotices += message.length;
      if (waitingNotices > most(message.length)) {
        cut();
      }
    }
  }

  /**
   * Bytes of notices that may wait, including this one, which always fits if nothing is under way.
   */
  private long most(int length) {
    long most =
        switch (quota.pressure()) {
          case NONE -> maxUnsent - underwayNotices;
          case HIGH -> WINDOW;
          case FULL -> MIN_NOTICES;
        };
    return writing ? most : Math.max(most, length);
  }

  private void add(byte[] message) {
    unsent += message.length;
    quota.take(message.length);
    waiting.add(message);
  }

  /**
   * Drops the waiting messages, since the client reads too slowly, and closes the link with {@link
   * CloseCode#SLOW}. The seat stays, and the log still has the events.
   */
  synchronized void cut() {
    tooSlow = true;
    dropWaiting();
  }

  /** Whether messages are still accepted. */
  private boolean isTaking() {
    return !ended && !tooSlow && last == null;
  }

  /** Closes the link after the added messages. Nothing more is accepted. */
  synchronized void close(CloseCode code) {
    if (last == null) {
      last = code;
    }
  }

  /** The code that the link is closed with; null if it is not. */
  synchronized @Nullable CloseCode closeCode() {
    return tooSlow ? CloseCode.SLOW : last;
  }

  /** The link is closed, and its unsent messages are lost. */
  synchronized void end() {
    ended = true;
    dropWaiting();
    quota.release(underway);
    unsent = 0;
    underway = 0;
  }

  /**
   * Drops the waiting messages. Those passed to the link stay charged until they are sent, or the
   * link is closed.
   */
  private void dropWaiting() {
    waiting = List.of();
    waitingNotices = 0;
    quota.release(unsent - underway);
    unsent = underway;
  }

  /** Passes the added messages to the link: soon, or immediately if they are large. */
  void flush() {
    switch (becomesDue()) {
      case NOW -> link.flushNow(this::transfer);
      case SOON -> link.flushSoon(this::transfer);
      case NOT -> {}
    }
  }

  private synchronized Due becomesDue() {
    boolean idle = isTaking() && (writing || waiting.isEmpty());
    if (transferring || ended || idle) {
      return Due.NOT;
    }
    if (unsent - underway > LARGE) {
      return Due.NOW;
    }
    boolean already = due;
    due = true;
    return already ? Due.NOT : Due.SOON;
  }

  private void transfer() {
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

  /** The link has thrown an exception: closes it, unless closing is what failed. */
  private void fail() {
    boolean again;
    synchronized (this) {
      again = tooSlow;
      transferring = false;
      cut();
    }
    if (!again) {
      flush();
    }
  }

  /**
   * Makes this thread the one that passes messages to the link. Empty if another thread is doing
   * so: it will find the new messages.
   */
  private List<byte[]> begin() {
    synchronized (this) {
      due = false;
      if (transferring || ended) {
        return List.of();
      }
      transferring = true;
    }
    return next();
  }

  private List<byte[]> next() {
    CloseCode close;
    synchronized (this) {
      if (ended) {
        return List.of(); // the link is closed
      }
      boolean ending = !isTaking();
      if (!waiting.isEmpty() && (ending || !writing)) {
        return take();
      }
      transferring = ending;
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
    underwayNotices += waitingNotices;
    waitingNotices = 0;
    underway = unsent;
    writing = true;
    return batch;
  }

  /** The link has sent the batch. */
  private void sent() {
    synchronized (this) {
      writing = false;
      underwayNotices = 0;
      unsent -= underway;
      quota.release(underway);
      underway = 0;
    }
    flush();
    catchUp();
  }

  /** Requests the refused events, once less than the window is under way. */
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
