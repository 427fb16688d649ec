package dev.parley.bench.compare;

import dev.parley.bench.load.Workload;
import java.time.Duration;
import java.util.Locale;

/** The benchmarks by which servers are compared. */
public enum Benchmark {
  RELAY1,
  RELAY16,
  RATE,
  CALL,
  CONNECT,
  FAN50,
  FAN500,
  /** Time to the first join, and memory before it. */
  START,
  IDLE;

  private static final int QUICK_SEATS = 1_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  Workload workload(boolean quick) {
    if (!quick) {
      return workload();
    }
    return this == IDLE
        ? Workload.idle(QUICK_SEATS).lasting(Duration.ZERO, SECOND)
        : workload().lasting(SECOND, SECOND);
  }

  private Workload workload() {
    return switch (this) {
      case RELAY1 -> Workload.relay(200, 1);
      case RELAY16 -> Workload.relay(50, 16);
      case RATE -> Workload.rate(500, 5_000);
      case CALL -> Workload.calls(64);
      case CONNECT -> Workload.connects(64);
      case FAN50 -> Workload.fanout(4, 50);
      case FAN500 -> Workload.fanout(1, 500);
      case START -> Workload.connects(1);
      case IDLE -> Workload.idle(10_000);
    };
  }

  /** Whether each run needs a server process that has not been used. */
  boolean needsFreshServer() {
    return this == START || this == IDLE;
  }

  boolean needsBroadcast() {
    return this == FAN50 || this == FAN500;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
