package dev.parley.server.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/** How many connections there may be; the log is told when all are in use. */
final class ConnectionLimit {
  private static final Logger LOG = Logger.getLogger("parley");

  /** How full it may still be to count as having place again: not full at every second moment. */
  private static final double RELIEVED = 0.98;

  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicBoolean exhausted = new AtomicBoolean();

  ConnectionLimit(int most) {
    this.most = most;
  }

  int most() {
    return most;
  }

  /** Takes one place if there is one. */
  boolean tryEnter() {
    if (taken.incrementAndGet() <= most) {
      return true;
    }
    taken.decrementAndGet();
    if (exhausted.compareAndSet(false, true)) {
      LOG.warning(
          "All "
              + most
              + " connections are in use, and more are refused with 503: raise the limit of open"
              + " files (ulimit -n, LimitNOFILE), or \"connections\" if it is set.");
    }
    return false;
  }

  /** Takes the place of a connection that has been cut, and will leave in a moment. */
  void enterInstead() {
    taken.incrementAndGet();
  }

  void exit() {
    int left = taken.decrementAndGet();
    if (exhausted.get() && left <= most * RELIEVED && exhausted.compareAndSet(true, false)) {
      LOG.info("There is place for connections again.");
    }
  }
}
