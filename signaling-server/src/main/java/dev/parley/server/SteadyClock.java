package dev.parley.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that starts at the system's date and then advances with {@link System#nanoTime}, so that
 * setting the system's date has no effect on a running server. A jump would make every connection
 * look lost, or fill every rate limit for a day. Decision 10 has the details.
 */
final class SteadyClock implements InstantSource {
  private final Instant start;
  private final LongSupplier nanoTime;
  private final long startNanos;

  SteadyClock(InstantSource date, LongSupplier nanoTime) {
    this.start = date.instant();
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  static SteadyClock ofThisMachine() {
    return new SteadyClock(dateOfThisMachine(), System::nanoTime);
  }

  /** The date, which may jump: only for what is compared with the dates of other machines. */
  static InstantSource dateOfThisMachine() {
    return InstantSource.system();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime.getAsLong() - startNanos);
  }
}
