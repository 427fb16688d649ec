package dev.parley.siege;

import java.time.Duration;
import java.util.List;

/**
 * The times of a siege, and the server's settings that go with them.
 *
 * @param repetition after this time an attack starts again
 * @param resumeWindow the server's {@code resume-window}
 * @param recovery how long the server may take to release what the attackers used
 * @param settings arguments of the server
 */
record Timing(
    Duration repetition, Duration resumeWindow, Duration recovery, List<String> settings) {
  private static final Duration SHORT = Duration.ofMinutes(1);

  /**
   * For up to a minute. Seats expire during the siege, but not before an honest client has waited
   * for {@link dev.parley.siege.verdict.Verdict#CLIENT_TIMEOUT}.
   */
  static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(8),
          Duration.ofSeconds(6),
          Duration.ofSeconds(75),
          List.of("--heartbeat", "2", "--heartbeat-timeout", "12", "--resume-window", "6"));

  /** With the server's defaults: 45 s of heartbeat timeout, 30 s to resume. */
  static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(120), List.of());

  static Timing of(Duration time) {
    return time.compareTo(SHORT) <= 0 ? QUICK : DEFAULT;
  }
}
