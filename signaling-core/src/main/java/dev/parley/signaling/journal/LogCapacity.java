package dev.parley.signaling.journal;

import dev.parley.signaling.guard.Budget;
import java.time.Duration;

/**
 * How much a log keeps: older entries, and those beyond the bytes, are trimmed. {@code ofAll} is
 * shared by all logs.
 */
public record LogCapacity(Duration age, long bytes, Budget ofAll) {

  /** Bytes that a log keeps when all of them together keep too much. */
  private static final long LEAST_SHARE = 65_536;

  /** Whether a log with so many bytes, on this account, is to let go of its oldest entries. */
  boolean isExceededBy(long bytes, Budget.Quota account) {
    return bytes > this.bytes
        || account.isOverFairShare()
        || (ofAll.isFarExceeded() && bytes > ofAll.share())
        || (account.pressure() == Budget.Pressure.HIGH
            && bytes > Math.max(LEAST_SHARE, ofAll.share()));
  }
}
