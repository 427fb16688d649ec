package dev.parley.signaling.participant;

import dev.parley.signaling.guard.TokenBucket;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import java.util.List;

/**
 * Whether a message comes at a time at which it is taken. Not thread-safe.
 *
 * <p>Once a request is not taken, neither is any behind it, until it has come again: the order of a
 * peer's requests is not ours to change.
 */
final class RateLimit {
  /**
   * Retry delay for clients that keep exceeding the limit, where there is no connection to close.
   */
  static final long LONG_MILLIS = 10_000;

  private static final int BURST_SECONDS = 10;

  private final TokenBucket rate;
  private final TokenBucket violations;
  private long deferred = Request.NO_ID;
  private boolean unavailable; // why it was deferred, if not for the rate
  private long processed;
  private long highestRefused; // the highest id of those that have come while one was deferred

  sealed interface Answer {}

  record Allowed() implements Answer {}

  record RetryLater(long retryAfterMillis) implements Answer {}

  /** A request before it was not taken for lack of something else. */
  record Unavailable() implements Answer {}

  /** The limit is exceeded again and again. */
  record Disconnect() implements Answer {}

  private static final Answer ALLOWED = new Allowed();

  RateLimit(int perSecond) {
    this.rate = new TokenBucket(perSecond, BURST_SECONDS);
    this.violations = new TokenBucket(perSecond, BURST_SECONDS);
  }

  static Notice.Error tooMany(long id, long retryAfterMillis) {
    return new Notice.Error(
        ErrorCode.RATE_LIMITED,
        "Too many messages: send this one again after a while.",
        id,
        List.of(),
        retryAfterMillis);
  }

  /**
   * All up to this request have been taken, by whatever way: none of them has yet to come again. If
   * others behind them were turned away meanwhile, the first of those has.
   */
  void processed(long received) {
    processed = received;
    if (deferred != Request.NO_ID && deferred <= received) {
      deferred = highestRefused > received ? received + 1 : Request.NO_ID;
    }
  }

  /** A seat begins, from which so many requests have been taken. */
  void reset(long received) {
    processed = received;
    deferred = Request.NO_ID;
    highestRefused = received;
  }

  /** Whether a request has yet to come again, and those behind it wait for it. */
  boolean isDeferring() {
    return deferred != Request.NO_ID;
  }

  /** This request was not taken for lack of something else: those behind it wait for it, too. */
  void defer(long id) {
    if (deferred == Request.NO_ID || id < deferred) {
      deferred = id;
      highestRefused = Math.max(highestRefused, id);
      unavailable = true;
    }
  }

  Answer check(long id, long nowMillis) {
    boolean behind = deferred != Request.NO_ID && id > deferred;
    long wait = behind ? 1 : rate.take(nowMillis);
    if (wait == 0) {
      deferred = id == deferred ? Request.NO_ID : deferred;
      return ALLOWED;
    }
    if (deferred == Request.NO_ID && id > processed) {
      deferred = id;
      unavailable = false;
    }
    highestRefused = Math.max(highestRefused, id);
    if (violations.take(nowMillis) > 0) {
      return new Disconnect();
    }
    return behind && unavailable ? new Unavailable() : new RetryLater(wait);
  }
}
