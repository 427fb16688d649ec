package dev.parley.server;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Gives back to the system what a busy time has taken, once there is little to do: the JVM collects
 * only when it needs memory, and so keeps for ever what it has needed once.
 */
final class Housekeeping {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** With less work than this in an interval, nobody notices the pause of a full collection. */
  private static final Duration LITTLE_WORK = Duration.ofSeconds(3);

  private final Supplier<Duration> work;
  private Instant next;
  private Duration workBefore;
  private long kept = Runtime.getRuntime().totalMemory();

  /** The work is what the process has taken of the processors so far. */
  Housekeeping(Instant now, Supplier<Duration> work) {
    this.work = work;
    this.workBefore = work.get();
    this.next = now.plus(INTERVAL);
  }

  static Housekeeping ofThisProcess(Instant now) {
    return new Housekeeping(
        now, () -> ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  void tick(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(INTERVAL);
    Duration workNow = work.get();
    boolean isQuiet = workNow.minus(workBefore).compareTo(LITTLE_WORK) < 0;
    workBefore = workNow;
    if (isQuiet && Runtime.getRuntime().totalMemory() > kept) {
      System.gc();
      kept = Runtime.getRuntime().totalMemory();
    }
  }
}
