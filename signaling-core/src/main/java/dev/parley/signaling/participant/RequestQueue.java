package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.Request;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one participant, handled one after the other in the order of arrival. A request
 * that waits for an authenticator or a journal delays the later ones, but blocks no thread.
 *
 * <p>An atomic state makes one thread the handler; the monitor guards the queue, which exists only
 * while something is queued. On the relay path, with nothing queued, a request costs two
 * compare-and-set operations and no lock.
 */
abstract class RequestQueue {
  /**
   * The most requests that wait. The link stops reading before that; few requests arrive
   * afterwards.
   */
  private static final int MAX_QUEUED = 1_000;

  private static final int IDLE = 0;
  private static final int BUSY = 1;

  /** A request is being handled, and others are queued. */
  private static final int MORE = 2;

  /** Changes to and from {@link #MORE} under the monitor, between the others by compare-and-set. */
  private volatile int state = IDLE;

  private static final AtomicIntegerFieldUpdater<RequestQueue> STATE =
      AtomicIntegerFieldUpdater.newUpdater(RequestQueue.class, "state");

  private @Nullable Queue<Queued> queue; // guarded by this; null while nothing is queued

  /**
   * Handles a request. False if it is not finished yet: then {@link #resume} is called when it is.
   */
  abstract boolean handle(Request request, Requester requester);

  /** Called when there is nothing left to handle. */
  abstract void idle();

  private record Queued(Request request, Requester requester, int bytes) {}

  /** What became of an added request. */
  enum AddResult {
    /** It was handled, or is being handled. */
    HANDLED,
    /** It waits for the one before it. */
    QUEUED,
    /** It was dropped, as too much is waiting. */
    REJECTED
  }

  /**
   * Handles a request, or queues it after the one that is being handled.
   *
   * @param bytes charged to the account of the sender while the request is queued
   */
  final AddResult add(Request request, Requester requester, int bytes) {
    if (!STATE.compareAndSet(this, IDLE, BUSY)) {
      AddResult added = enqueueIfBusy(new Queued(request, requester, bytes));
      if (added != AddResult.HANDLED) {
        return added;
      }
    }
    if (handle(request, requester)) {
      resume();
    }
    return AddResult.HANDLED;
  }

  private synchronized AddResult enqueueIfBusy(Queued next) {
    while (!STATE.compareAndSet(this, IDLE, BUSY)) {
      if (state == MORE || STATE.compareAndSet(this, BUSY, MORE)) {
        return enqueue(next);
      }
    }
    return AddResult.HANDLED;
  }

  private AddResult enqueue(Queued next) {
    if (queue().size() >= MAX_QUEUED || !next.requester.client().incoming().tryTake(next.bytes)) {
      return AddResult.REJECTED;
    }
    queue().add(next);
    return AddResult.QUEUED;
  }

  /** Handles several requests with no other between them. Their sender counts their bytes. */
  final void addAll(List<Request> requests, Requester requester) {
    synchronized (this) {
      requests.forEach(request -> queue().add(new Queued(request, requester, 0)));
      if (STATE.getAndSet(this, MORE) != IDLE) {
        return;
      }
    }
    resume();
  }

  /** The current request is finished: continues with the queued ones. */
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
    if (next == null) { // the request that set MORE was rejected
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

  /** Whether requests wait for the end of the one that is being handled. */
  final boolean hasQueued() {
    return state == MORE;
  }

  final boolean isBusy() {
    return state != IDLE;
  }
}
