package dev.parley.signaling.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Contains defects: an exception in the work for one room, client or observer is logged, and the
 * work for the others continues. Each place that throws is logged once, since clients may be able
 * to trigger a defect at any rate.
 *
 * <p>An {@link Error} propagates: after an {@code OutOfMemoryError} or a linkage error, the state
 * of the process is unknown. Thread-safe.
 */
public final class FaultBarrier {
  private static final System.Logger LOG = System.getLogger("parley");

  /** Places that are logged; later ones are dropped, which bounds the memory for them. */
  private static final int PLACES = 1_000;

  private final Set<String> places = ConcurrentHashMap.newKeySet();

  /**
   * Runs a task, and reports a runtime exception instead of throwing it.
   *
   * @param work completes the sentence "A defect while …"
   */
  public void isolate(String work, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      report(work, e);
    }
  }

  /**
   * Logs a defect, unless one of the same type from the same place was logged before.
   *
   * @param work completes the sentence "A defect while …"
   */
  public void report(String work, RuntimeException defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    String place = work + " " + defect.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    if (places.size() < PLACES && places.add(place)) {
      LOG.log(
          System.Logger.Level.ERROR,
          "A defect while " + work + "; it is logged once. Please report it with this stack trace.",
          defect);
    }
  }
}
