package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.Request;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one participant, handled one after the other in the order in which they came. One
 * that takes time, since somebody else must answer first, holds up those behind it.
 */
abstract class Inbox {
  /** A client that sends on before it is answered is not read any more: few come after that. */
  private static final int MAX_KEPT = 1_000;

  private static final int IDLE = 0;
  private static final int BUSY = 1;

  /** A request is being handled, and there are others behind it. */
  private static final int MORE = 2;

  /** Set to {@link #MORE}, and from there, under this lock; between the others by comparison. */
  private volatile int state = IDLE;

  private static final AtomicIntegerFieldUpdater<Inbox> STATE =
      AtomicIntegerFieldUpdater.newUpdater(Inbox.class, "state");

  private @Nullable Queue<Queued> queue; // guarded by this; only while there are others

  /** Handles a request; false if it is not done yet, and {@link #resume} will be called. */
  abstract boolean handle(Request request, Asker asker);

  /** There is nothing left to handle. */
  abstract void idle();

  private record Queued(Request request, Asker asker, int bytes) {}

  /** The outcome of a received request. */
  enum Added {
    /** It is being handled. */
    HANDLED,
    /** It is kept, since there is one before it. */
    KEPT,
    /** It is not kept, since too much is waiting already. */
    REFUSED
  }

  /**
   * Handles a request, or keeps it if there is one before it.
   *
   * @param bytes what it counts, while it is kept, on the account of its sender's address
   */
  final Added add(Request request, Asker asker, int bytes) {
    if (!STATE.compareAndSet(this, IDLE, BUSY)) {
      Added added = keepIfBusy(new Queued(request, asker, bytes));
      if (added != Added.HANDLED) {
        return added;
      }
    }
    if (handle(request, asker)) {
      resume();
    }
    return Added.HANDLED;
  }

  private synchronized Added keepIfBusy(Queued next) {
    while (!STATE.compareAndSet(this, IDLE, BUSY)) {
      if (state == MORE || STATE.compareAndSet(this, BUSY, MORE)) {
        return keep(next);
      }
    }
    return Added.HANDLED;
  }

  private Added keep(Queued next) {
    if (queue().size() >= MAX_KEPT || !next.asker.client().incoming().tryTake(next.bytes)) {
      return Added.REFUSED;
    }
    queue().add(next);
    return Added.KEPT;
  }

  /** Handles several, between which no other comes; their sender keeps account of them. */
  final void addAll(List<Request> requests, Asker asker) {
    synchronized (this) {
      requests.forEach(request -> queue().add(new Queued(request, asker, 0)));
      if (STATE.getAndSet(this, MORE) != IDLE) {
        return;
      }
    }
    resume();
  }

  /** The request that was being handled is done: goes on with those behind it. */
  final void resume() {
    Queued next = next();
    while (next != null && handle(next.request, next.asker)) {
      next = next();
    }
    if (next == null) {
      idle();
    }
  }

  private @Nullable Queued next() {
    return STATE.compareAndSet(this, BUSY, IDLE) ? null : nextOfMore();
  }

  private synchronized @Nullable Queued nextOfMore() {
    Queued next = queue().poll();
    if (next == null) { // it was refused
      queue = null;
      state = IDLE;
      return null;
    }
    if (queue().isEmpty()) {
      queue = null;
      state = BUSY;
    }
    next.asker.client().incoming().giveBack(next.bytes);
    return next;
  }

  private Queue<Queued> queue() {
    if (queue == null) {
      queue = new ArrayDeque<>();
    }
    return queue;
  }

  /** Whether there are others behind the request that is being handled. */
  final boolean hasMore() {
    return state == MORE;
  }

  final boolean isBusy() {
    return state != IDLE;
  }
}
