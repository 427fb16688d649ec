package dev.parley.conformance;

import dev.parley.scenario.Excerpt;
import java.time.Duration;

/**
 * The result of one check.
 *
 * @param group the transport, or the kind of rule
 * @param detail why it failed or was skipped; empty if it passed
 */
record Result(String group, String name, Status status, String detail, Duration time) {

  Result {
    detail = Excerpt.lines(detail);
  }

  enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }

  static Result passed(String group, String name, Duration time) {
    return new Result(group, name, Status.PASSED, "", time);
  }

  static Result failed(String group, String name, String detail, Duration time) {
    return new Result(group, name, Status.FAILED, detail, time);
  }

  static Result skipped(String group, String name, String reason) {
    return new Result(group, name, Status.SKIPPED, reason, Duration.ZERO);
  }

  /** As a line of the report, with the details of a failure below it. */
  String report() {
    return switch (status) {
      case PASSED -> "ok       %-9s %s%n".formatted(group, name);
      case SKIPPED -> "skipped  %-9s %s: %s%n".formatted(group, name, detail);
      case FAILED ->
          "FAILED   %-9s %s%n%s%n".formatted(group, name, detail.stripTrailing().indent(2));
    };
  }
}
