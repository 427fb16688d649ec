package dev.parley.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Time that goes on evenly, whatever is done to the clock of the machine: the date on which this
 * process began, and what has passed since.
 *
 * <p>Somebody who sets the clock must not make everybody look lost, or have too much said for a
 * day.
 */
final class SteadyClock implements InstantSource {
  private final Instant began;
  private final LongSupplier nanos;
  private final long nanosThen;

  /** The date comes from the first, what has passed from the second, which never jumps. */
  SteadyClock(InstantSource calendar, LongSupplier nanos) {
    this.began = calendar.instant();
    this.nanos = nanos;
    this.nanosThen = nanos.getAsLong();
  }

  static SteadyClock ofThisMachine() {
    return new SteadyClock(InstantSource.system(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    return began.plusNanos(nanos.getAsLong() - nanosThen);
  }
}
