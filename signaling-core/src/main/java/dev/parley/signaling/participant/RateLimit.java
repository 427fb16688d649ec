package dev.parley.signaling.participant;

import dev.parley.signaling.guard.TokenBucket;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import java.util.List;

/**
 * The rate limit of a participant, which keeps its requests in order: once a request is deferred,
 * all later ones are, until it has been sent again.
 *
 * <p>Not thread-safe: confined to the thread that runs the request queue.
 */
final class RateLimit {
  /**
   * The retry delay for clients that keep exceeding the limit, where there is no connection to
   * close.
   */
  static final long EXCESS_RETRY_MILLIS = 10_000;

  private static final int BURST_SECONDS = 10;

  private final TokenBucket rate;
  private final TokenBucket violations; // refusals until the connection is closed
  private long deferred = Request.NO_ID; // has to be sent again before later ones
  private boolean unavailable; // it was deferred for lack of memory, not for the rate
  private long processed;
  private long highestRefused; // of those that arrived while one was deferred

  sealed interface Decision {}

  /** The request may be processed. */
  record Allowed() implements Decision {}

  /** The request is refused; it may be sent again after the delay. */
  record RetryLater(long retryAfterMillis) implements Decision {}

  /** Refused: an earlier request got {@code unavailable} and must be accepted first. */
  record Unavailable() implements Decision {}

  /** The client keeps exceeding the limit. */
  record Disconnect() implements Decision {}

  private static final Decision ALLOWED = new Allowed();

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
   * All requests up to this id have been processed, on any transport: none of them has to be sent
   * again. If later ones were refused meanwhile, the first of those becomes the deferred one.
   */
  void processed(long received) {
    processed = received;
    if (deferred != Request.NO_ID && deferred <= received) {
      deferred = highestRefused > received ? received + 1 : Request.NO_ID;
    }
  }

  /** A seat begins, with the highest request id that was processed from it. */
  void reset(long received) {
    processed = received;
    deferred = Request.NO_ID;
    highestRefused = received;
  }

  /** Whether a request has to be sent again before others. */
  boolean isDeferring() {
    return deferred != Request.NO_ID;
  }

  /** This request was refused with {@code unavailable}: later ones have to wait for it, too. */
  void defer(long id) {
    if (deferred == Request.NO_ID || id < deferred) {
      deferred = id;
      highestRefused = Math.max(highestRefused, id);
      unavailable = true;
    }
  }

  /** Decides whether the request with this id may be processed now. */
  Decision check(long id, long nowMillis) {
    boolean afterDeferred = deferred != Request.NO_ID && id > deferred;
    long wait = afterDeferred ? 1 : rate.take(nowMillis);
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
    return afterDeferred && unavailable ? new Unavailable() : new RetryLater(wait);
  }
}
