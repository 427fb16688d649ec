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
abstract class RequestQueue {
  /** A client that sends on before it is answered is not read any more: few come after that. */
  private static final int MAX_QUEUED = 1_000;

  private static final int IDLE = 0;
  private static final int BUSY = 1;

  /** A request is being handled, and there are others behind it. */
  private static final int MORE = 2;

  /** Set to {@link #MORE}, and from there, under this lock; between the others by comparison. */
  private volatile int state = IDLE;

  private static final AtomicIntegerFieldUpdater<RequestQueue> STATE =
      AtomicIntegerFieldUpdater.newUpdater(RequestQueue.class, "state");

  private @Nullable Queue<Queued> queue; // guarded by this; only while there are others

  /** Handles a request; false if it is not done yet, and {@link #resume} will be called. */
  abstract boolean handle(Request request, Requester requester);

  /** There is nothing left to handle. */
  abstract void idle();

  private record Queued(Request request, Requester requester, int bytes) {}

  /** The outcome of a received request. */
  enum AddResult {
    /** It is being handled. */
    HANDLED,
    /** It is kept, since there is one before it. */
    QUEUED,
    /** It is not kept, since too much is waiting already. */
    REJECTED
  }

  /**
   * Handles a request, or keeps it if there is one before it.
   *
   * @param bytes what it counts, while it is kept, on the account of its sender's address
   */
  final AddResult add(Request request, Requester requester, int bytes) {
    if (!STATE.compareAndSet(this, IDLE, BUSY)) {
      AddResult added = keepIfBusy(new Queued(request, requester, bytes));
      if (added != AddResult.HANDLED) {
        return added;
      }
    }
    if (handle(request, requester)) {
      resume();
    }
    return AddResult.HANDLED;
  }

  private synchronized AddResult keepIfBusy(Queued next) {
    while (!STATE.compareAndSet(this, IDLE, BUSY)) {
      if (state == MORE || STATE.compareAndSet(this, BUSY, MORE)) {
        return keep(next);
      }
    }
    return AddResult.HANDLED;
  }

  private AddResult keep(Queued next) {
    if (queue().size() >= MAX_QUEUED || !next.requester.client().incoming().tryTake(next.bytes)) {
      return AddResult.REJECTED;
    }
    queue().add(next);
    return AddResult.QUEUED;
  }

  /** Handles several, between which no other comes; their sender keeps account of them. */
  final void addAll(List<Request> requests, Requester requester) {
    synchronized (this) {
      requests.forEach(request -> queue().add(new Queued(request, requester, 0)));
      if (STATE.getAndSet(this, MORE) != IDLE) {
        return;
      }
    }
    resume();
  }

  /** The request that was being handled is done: goes on with those behind it. */
  final void resume() {
    Queued next = next();
    while (next != null && handle(next.request, next.requester)) {
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
    next.requester.client().incoming().release(next.bytes);
    return next;
  }

  private Queue<Queued> queue() {
    if (queue == null) {
      queue = new ArrayDeque<>();
    }
    return queue;
  }

  /** Whether there are others behind the request that is being handled. */
  final boolean hasQueued() {
    return state == MORE;
  }

  final boolean isBusy() {
    return state != IDLE;
  }
}
