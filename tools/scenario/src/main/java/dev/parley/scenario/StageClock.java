package dev.parley.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of a stage on which time passes only when a script says so. */
public final class StageClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves the clock on. */
  public void advance(Duration time) {
    now = now.plus(time);
  }
}
