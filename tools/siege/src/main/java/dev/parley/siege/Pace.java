package dev.parley.siege;

import java.time.Duration;
import java.util.List;

/**
 * How long things last: in a short siege, seats expire soon, so that their expiry is seen as well,
 * but not before a client has waited for longer than an honest one may.
 *
 * @param round for how long an attack holds its connections before it begins anew
 * @param resumeWindow the server's
 * @param toSettle how long the server may take to be as it was before
 * @param settings the server's arguments that make it so
 */
record Pace(Duration round, Duration resumeWindow, Duration toSettle, List<String> settings) {
  private static final Duration SHORT = Duration.ofMinutes(1);

  static final Pace QUICK =
      new Pace(
          Duration.ofSeconds(8),
          Duration.ofSeconds(6),
          Duration.ofSeconds(75),
          List.of("--heartbeat", "2", "--heartbeat-timeout", "12", "--resume-window", "6"));

  /** As the server is by default: 45 s until a client is taken for lost, 30 s to resume. */
  static final Pace DEFAULT =
      new Pace(Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(120), List.of());

  static Pace of(Duration time) {
    return time.compareTo(SHORT) <= 0 ? QUICK : DEFAULT;
  }
}
