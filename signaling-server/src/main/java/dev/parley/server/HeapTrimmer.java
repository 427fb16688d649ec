package dev.parley.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives back to the system what a busy time has taken, once there is little to do: the JVM collects
 * only when it needs memory, and so keeps for ever what it has needed once.
 */
final class HeapTrimmer {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** With less work than this in an interval, nobody notices the pause of a full collection. */
  private static final Duration LITTLE_WORK = Duration.ofSeconds(3);

  /** After so many quiet intervals, those who have been there may have gone. */
  private static final int NOW_AND_THEN = 10;

  private final Supplier<Optional<Duration>> work;
  private final long atFirst = Runtime.getRuntime().totalMemory();
  private Instant next;
  private Optional<Duration> workBefore = Optional.empty(); // a start need not wait for it
  private int quiet = NOW_AND_THEN;

  /** The work is what the process has taken of the processors so far, if the system tells. */
  HeapTrimmer(Instant now, Supplier<Optional<Duration>> work) {
    this.work = work;
    this.next = now.plus(INTERVAL);
  }

  static HeapTrimmer ofThisProcess(Instant now) {
    return new HeapTrimmer(now, () -> ProcessHandle.current().info().totalCpuDuration());
  }

  void tick(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(INTERVAL);
    quiet = isQuiet() ? quiet + 1 : NOW_AND_THEN - 1;
    if (quiet >= NOW_AND_THEN && Runtime.getRuntime().totalMemory() > atFirst) {
      System.gc();
      quiet = 0;
    }
  }

  private boolean isQuiet() {
    Optional<Duration> before = workBefore;
    workBefore = work.get();
    return before.isPresent()
        && workBefore.isPresent()
        && workBefore.get().minus(before.get()).compareTo(LITTLE_WORK) < 0;
  }
}
