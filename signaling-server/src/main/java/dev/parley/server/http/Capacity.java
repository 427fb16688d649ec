package dev.parley.server.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.logging.Logger;

/** Whether there is place for another connection; the log hears when there is none any more. */
public final class Capacity {
  private static final Logger LOG = Logger.getLogger("parley");

  /** How full it may still be to count as having place again: not full at every second moment. */
  private static final double RELIEVED = 0.98;

  private final int most;
  private final IntSupplier open;
  private final AtomicBoolean exhausted = new AtomicBoolean();

  /**
   * Of so many connections.
   *
   * @param open how many there are
   */
  public Capacity(int most, IntSupplier open) {
    this.most = most;
    this.open = open;
  }

  boolean isExhausted() {
    int now = open.getAsInt();
    if (now > most) {
      if (exhausted.compareAndSet(false, true)) {
        LOG.warning(
            "All "
                + most
                + " connections are in use, and more are refused with 503: raise the limit of open"
                + " files (ulimit -n, LimitNOFILE), or \"connections\" if it is set.");
      }
      return true;
    }
    if (exhausted.get() && now <= most * RELIEVED && exhausted.compareAndSet(true, false)) {
      LOG.info("There is place for connections again.");
    }
    return false;
  }
}
