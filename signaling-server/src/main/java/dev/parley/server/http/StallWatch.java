package dev.parley.server.http;

import java.time.Duration;
import java.time.Instant;

/** Finds out that something makes no progress. Belongs to the tick. */
final class StallWatch {
  /** Nothing waits to be written. */
  static final long NOTHING_WAITS = -1;

  private long seen = NOTHING_WAITS;
  private Instant since = Instant.MIN;

  /**
   * Whether there has been no progress for so long.
   *
   * @param taken a number that changes with each progress, or {@link #NOTHING_WAITS}
   */
  boolean isStalled(long taken, Instant now, Duration patience) {
    if (taken != seen) {
      seen = taken;
      since = now;
    }
    return taken != NOTHING_WAITS && now.isAfter(since.plus(patience));
  }
}
