package dev.parley.signaling.guard;

/**
 * A rate limit with a burst: a token bucket, as the generic cell rate algorithm (ITU-T I.371). Its
 * whole state is one number, the time at which the bucket will be full again, so that there is
 * nothing to refill.
 *
 * <p>Not thread-safe: the caller holds a lock, or confines it to a thread.
 */
public final class TokenBucket {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000 * NANOS_PER_MILLI;

  private final long interval; // nanoseconds in which one token comes back
  private final long tolerance; // nanoseconds in which the whole bucket fills
  private long fullAt; // nanoseconds, by the clock of the caller

  /**
   * A full bucket.
   *
   * @param perSecond tokens that come back each second
   * @param burstSeconds the size of the bucket, as the time in which it fills
   */
  public TokenBucket(int perSecond, int burstSeconds) {
    this.interval = NANOS_PER_SECOND / perSecond;
    this.tolerance = burstSeconds * NANOS_PER_SECOND;
  }

  /** Takes tokens even if there are not enough: later takers wait until they have come back. */
  void charge(long count, long nowMillis) {
    fullAt = Math.max(fullAt, nowMillis * NANOS_PER_MILLI) + count * interval;
  }

  /** Milliseconds until there is a token, 0 if there is one. */
  long waitMillis(long nowMillis) {
    long excess = fullAt + interval - nowMillis * NANOS_PER_MILLI - tolerance;
    return excess <= 0 ? 0 : Math.ceilDiv(excess, NANOS_PER_MILLI);
  }

  /** Whether the bucket is full, so that it may be dropped: a new one would be the same. */
  public boolean isFull(long nowMillis) {
    return fullAt <= nowMillis * NANOS_PER_MILLI;
  }

  /**
   * Takes a token and returns 0; or takes none, and returns the milliseconds after which to try
   * again.
   */
  public long take(long nowMillis) {
    long now = nowMillis * NANOS_PER_MILLI;
    long next = Math.max(fullAt, now) + interval;
    long excess = next - now - tolerance;
    if (excess > 0) {
      return Math.ceilDiv(excess, NANOS_PER_MILLI);
    }
    fullAt = next;
    return 0;
  }
}
