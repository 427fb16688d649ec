package dev.parley.signaling.guard;

/**
 * How often something may happen, by the generic cell rate algorithm: one number says when the
 * bucket will be empty again. Not thread-safe.
 */
public final class TokenBucket {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000 * NANOS_PER_MILLI;

  private final long interval;
  private final long tolerance;
  private long emptyAt;

  public TokenBucket(int perSecond, int burstSeconds) {
    this.interval = NANOS_PER_SECOND / perSecond;
    this.tolerance = burstSeconds * NANOS_PER_SECOND;
  }

  /** Takes so many, whether or not they are there: later ones wait until they have come. */
  void charge(long count, long nowMillis) {
    emptyAt = Math.max(emptyAt, nowMillis * NANOS_PER_MILLI) + count * interval;
  }

  /** Milliseconds until one is there, 0 if it is. */
  long waitMillis(long nowMillis) {
    long excess = emptyAt + interval - nowMillis * NANOS_PER_MILLI - tolerance;
    return excess <= 0 ? 0 : Math.ceilDiv(excess, NANOS_PER_MILLI);
  }

  /** Whether the whole burst is there: nothing needs to be remembered. */
  public boolean isFull(long nowMillis) {
    return emptyAt <= nowMillis * NANOS_PER_MILLI;
  }

  /**
   * Takes one, and returns 0; or takes none, and returns after how many milliseconds to try again.
   */
  public long take(long nowMillis) {
    long now = nowMillis * NANOS_PER_MILLI;
    long next = Math.max(emptyAt, now) + interval;
    long excess = next - now - tolerance;
    if (excess > 0) {
      return Math.ceilDiv(excess, NANOS_PER_MILLI);
    }
    emptyAt = next;
    return 0;
  }
}
