package dev.parley.signaling.journal;

import dev.parley.signaling.guard.Budget;
import java.time.Duration;

/**
 * How much a log keeps.
 *
 * @param age older entries are trimmed
 * @param bytes the size of one log
 * @param ofAll the budget of all logs together
 */
public record LogCapacity(Duration age, long bytes, Budget ofAll) {

  /** Bytes that each log may keep while all logs together are over budget. */
  private static final long LEAST_SHARE = 65_536;

  /** Whether a log of this size, on this account, has to trim its oldest entries. */
  boolean isExceededBy(long bytes, Budget.Quota account) {
    return bytes > this.bytes
        || account.isOverFairShare()
        || (ofAll.isFarExceeded() && bytes > ofAll.share())
        || (account.pressure() == Budget.Pressure.HIGH
            && bytes > Math.max(LEAST_SHARE, ofAll.share()));
  }
}
