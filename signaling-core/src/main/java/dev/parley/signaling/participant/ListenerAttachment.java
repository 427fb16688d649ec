package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.journal.LoggedEvent;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An attachment to a {@link Listener}: events and notices are queued as calls for its executor. Few
 * events are queued here, the others wait in the room's log.
 *
 * <p>Its monitor guards the queue, and is not held while the listener or the executor is called.
 */
final class ListenerAttachment extends Attachment {
  /** Calls that are queued here; further events wait in the log. */
  private static final int MAX_WAITING = 64;

  private final Listener listener;
  private final Executor executor;
  private final FaultBarrier faults;

  // All guarded by this.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;
  private boolean behind;
  private @Nullable CloseCode closeCode;
  private boolean isClosed;

  ListenerAttachment(
      Participant participant,
      ClientAccount client,
      Listener listener,
      Executor executor,
      FaultBarrier faults) {
    super(participant, client);
    this.listener = listener;
    this.executor = executor;
    this.faults = faults;
  }

  @Override
  synchronized boolean enqueue(LoggedEvent logged) {
    if (closeCode != null) {
      return true; // closed: the event need not be offered again
    }
    if (waiting.size() >= MAX_WAITING) {
      behind = true;
      return false;
    }
    long seq = logged.seq();
    Event event = logged.event();
    waiting.add(() -> listener.event(seq, event));
    return true;
  }

  @Override
  synchronized void enqueue(Notice notice) {
    if (closeCode == null) {
      waiting.add(() -> listener.notice(notice));
    }
  }

  @Override
  synchronized void close(CloseCode code) {
    if (closeCode == null) {
      closeCode = code;
      waiting.add(() -> listener.closed(code));
      waiting.add(this::closed);
    }
  }

  @Override
  synchronized @Nullable CloseCode closeCode() {
    return closeCode;
  }

  @Override
  synchronized void release() {
    closeCode = closeCode == null ? CloseCode.NORMAL : closeCode;
    isClosed = true;
    waiting.clear();
  }

  /** The log no longer holds its events. */
  @Override
  public void lagged() {
    close(CloseCode.SLOW);
  }

  @Override
  void tick(Instant now, Instant lastReceivedAt) {
    flush(); // the executor may have rejected the task before
  }

  @Override
  public void flush() {
    synchronized (this) {
      if (running || isClosed || (waiting.isEmpty() && !behind)) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::run);
    } catch (RuntimeException e) {
      synchronized (this) {
        running = false;
      }
      faults.report("submitting a task for a listener", e);
    }
  }

  private void run() {
    for (Runnable next = next(); next != null; next = next()) {
      Runnable task = next;
      faults.isolate("calling a listener", task);
    }
  }

  private @Nullable Runnable next() {
    boolean wantsMore;
    synchronized (this) {
      Runnable next = waiting.poll();
      if (next != null) {
        return next;
      }
      wantsMore = behind && !isClosed;
      behind = false;
      running = false;
    }
    if (wantsMore) {
      more(); // flushes the events that it offers
    }
    return null;
  }
}
