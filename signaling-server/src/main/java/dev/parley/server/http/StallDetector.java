package dev.parley.server.http;

import java.time.Duration;
import java.time.Instant;

/** Finds out that something makes no progress. Belongs to the tick. */
public final class StallDetector {
  /** Nothing waits to be written. */
  public static final long NOTHING_WAITS = -1;

  private long seen = NOTHING_WAITS;
  private Instant since = Instant.MIN;

  /**
   * Whether there has been no progress for so long.
   *
   * @param taken a number that changes with each progress, or {@link #NOTHING_WAITS}
   */
  public boolean isStalled(long taken, Instant now, Duration patience) {
    if (taken != seen) {
      seen = taken;
      since = now;
    }
    return taken != NOTHING_WAITS && now.isAfter(since.plus(patience));
  }
}
