package dev.parley.signaling.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps one part's defect from harming the others: an exception is logged once for each place that
 * throws it, however often it does, and the work of the others goes on. An {@link Error} passes.
 */
public final class FaultBarrier {
  private static final System.Logger LOG = System.getLogger("parley");
  private static final int PLACES = 1_000;

  private final Set<String> places = ConcurrentHashMap.newKeySet();

  /** Runs a task of one part. */
  public void isolate(String work, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      report(work, e);
    }
  }

  /** Logs a defect, unless the same was logged before. */
  public void report(String work, RuntimeException defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    String place = work + " " + defect.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    if (places.size() < PLACES && places.add(place)) {
      LOG.log(
          System.Logger.Level.ERROR,
          "A defect, met when " + work + "; it is logged once, and the others go on.",
          defect);
    }
  }
}
