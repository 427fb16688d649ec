package dev.parley.server.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps a fault in one of many things from the others, and from filling the log: each is logged
 * once, however often it comes again.
 */
public final class FaultLog {
  private static final Logger LOG = Logger.getLogger("parley");
  private static final int MOST_KINDS = 100;

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Does what is due for one thing. An {@link Error} is everybody's, and passes. */
  public void run(String thing, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (known.size() < MOST_KINDS && known.add(kind(thing, e))) {
        LOG.log(Level.SEVERE, "a defect, met by the timer at " + thing, e);
      }
    }
  }

  private static String kind(String thing, RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return thing + " " + e.getClass().getName() + (trace.length == 0 ? "" : " " + trace[0]);
  }
}
