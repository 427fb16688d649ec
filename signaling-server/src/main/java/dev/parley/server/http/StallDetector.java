package dev.parley.server.http;

import java.time.Duration;
import java.time.Instant;

/** Detects that a counter makes no progress. Confined to the tick thread. */
public final class StallDetector {
  /** The value that stands for nothing to do, which is never a stall. */
  public static final long IDLE = -1;

  private long seen = IDLE;
  private Instant since = Instant.MIN;

  /**
   * Whether the counter has kept the same value for longer than the timeout.
   *
   * @param counter changes with each progress; {@link #IDLE} if there is nothing to do
   */
  public boolean isStalled(long counter, Instant now, Duration timeout) {
    if (counter != seen) {
      seen = counter;
      since = now;
    }
    return counter != IDLE && now.isAfter(since.plus(timeout));
  }
}
