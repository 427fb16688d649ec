package dev.parley.signaling;

import dev.parley.signaling.participant.Limits;
import java.time.Duration;

/** Limits that several tests share. */
final class TestLimits {
  /** A million messages per second, for tests that send faster than a client may by default. */
  static final Limits HIGH_RATE =
      new Limits(65_536, 1_000_000, 10, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(20));

  private TestLimits() {}
}
