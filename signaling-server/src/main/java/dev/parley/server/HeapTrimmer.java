package dev.parley.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Returns heap to the operating system when the server is idle, by a full collection. The serial
 * collector shrinks the heap only then, and by itself collects only when the heap is full: without
 * this, an idle server would keep the memory of its busiest minute.
 *
 * <p>Confined to the tick thread.
 */
final class HeapTrimmer {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Less CPU time than this per interval is idle: the pause of a collection goes unnoticed. */
  private static final Duration IDLE_CPU_TIME = Duration.ofSeconds(3);

  /** An idle server collects every tenth interval, since connections may have closed meanwhile. */
  private static final int INTERVALS_BETWEEN_COLLECTIONS = 10;

  private final Supplier<Optional<Duration>> cpuTime;
  private final long initialHeap = Runtime.getRuntime().totalMemory();
  private Instant next;
  private Optional<Duration> previousCpuTime = Optional.empty();
  private int idleIntervals = INTERVALS_BETWEEN_COLLECTIONS;

  /** Takes the CPU time that the process has used so far, empty where the system has no figure. */
  HeapTrimmer(Instant now, Supplier<Optional<Duration>> cpuTime) {
    this.cpuTime = cpuTime;
    this.next = now.plus(INTERVAL);
  }

  static HeapTrimmer ofThisProcess(Instant now) {
    return new HeapTrimmer(now, () -> ProcessHandle.current().info().totalCpuDuration());
  }

  /** Collects in the first idle interval after a busy one, and then in every tenth. */
  void tick(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(INTERVAL);
    idleIntervals = isIdle() ? idleIntervals + 1 : INTERVALS_BETWEEN_COLLECTIONS - 1;
    if (idleIntervals >= INTERVALS_BETWEEN_COLLECTIONS
        && Runtime.getRuntime().totalMemory() > initialHeap) {
      System.gc();
      idleIntervals = 0;
    }
  }

  private boolean isIdle() {
    Optional<Duration> previous = previousCpuTime;
    previousCpuTime = cpuTime.get();
    return previous.isPresent()
        && previousCpuTime.isPresent()
        && previousCpuTime.get().minus(previous.get()).compareTo(IDLE_CPU_TIME) < 0;
  }
}
