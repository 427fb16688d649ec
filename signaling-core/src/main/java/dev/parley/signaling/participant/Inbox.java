package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.Request;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one participant, handled one after the other in the order in which they came. One
 * that takes time, since somebody else must answer first, holds up those behind it.
 */
abstract class Inbox {
  /** A client that sends on before it is answered is not read any more: few come after that. */
  private static final int MAX_KEPT = 1_000;

  // Guarded by this.
  private @Nullable Queue<Queued> queue; // only while there is more than one
  private boolean busy;

  /** Handles a request; false if it is not done yet, and {@link #resume} will be called. */
  abstract boolean handle(Request request, Asker asker);

  /** There is nothing left to handle. */
  abstract void idle();

  private record Queued(Request request, Asker asker, int bytes) {}

  /** What became of a request that came. */
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
    synchronized (this) {
      if (busy) {
        return keep(new Queued(request, asker, bytes));
      }
      busy = true;
    }
    if (handle(request, asker)) {
      resume();
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
      if (busy) {
        return;
      }
      busy = true;
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

  private synchronized @Nullable Queued next() {
    Queued next = queue == null ? null : queue.poll();
    busy = next != null;
    if (next == null) {
      queue = null;
    } else {
      next.asker.client().incoming().giveBack(next.bytes);
    }
    return next;
  }

  private Queue<Queued> queue() {
    if (queue == null) {
      queue = new ArrayDeque<>();
    }
    return queue;
  }

  final synchronized boolean isBusy() {
    return busy;
  }
}
