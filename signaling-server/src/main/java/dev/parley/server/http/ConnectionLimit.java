package dev.parley.server.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * Counts connections against their limit, and logs once when the limit is reached and once when it
 * is no longer. Thread-safe.
 */
final class ConnectionLimit {
  private static final Logger LOG = Logger.getLogger("parley");

  /** The part in use at which the limit counts as no longer reached. At 1, the log would flap. */
  private static final double RELIEVED = 0.98;

  private final int max;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicBoolean exhausted = new AtomicBoolean();

  ConnectionLimit(int max) {
    this.max = max;
  }

  int max() {
    return max;
  }

  boolean tryAcquire() {
    if (taken.incrementAndGet() <= max) {
      return true;
    }
    taken.decrementAndGet();
    if (exhausted.compareAndSet(false, true)) {
      LOG.warning(
          "All "
              + max
              + " connections are in use, and more are refused with 503: raise the limit of open"
              + " files (ulimit -n, LimitNOFILE), or \"connections\" if it is set.");
    }
    return false;
  }

  /** Counts a connection in place of one that was aborted, and is about to be released. */
  void acquireInstead() {
    taken.incrementAndGet();
  }

  void release() {
    int left = taken.decrementAndGet();
    if (exhausted.get() && left <= max * RELIEVED && exhausted.compareAndSet(true, false)) {
      LOG.info("Connections are available again.");
    }
  }
}
