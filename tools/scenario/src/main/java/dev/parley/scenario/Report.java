package dev.parley.scenario;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A result as a person reads it. */
final class Report {

  /** Enough for any message but those that are long on purpose. */
  private static final int WIDTH = 1000;

  private Report() {}

  static String of(Result result) {
    String heading = result.scenario().name() + "  " + result.scenario().title() + "\n";
    if (result.passed()) {
      return "ok      " + heading;
    }
    Stream<String> steps = result.outcomes().stream().map(Report::of);
    Stream<String> unheard = result.unheard().stream().map(text -> detail("and", text));
    return "FAILED  " + heading + Stream.concat(steps, unheard).collect(Collectors.joining());
  }

  private static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed(var step) -> line("ok", step);
      case Outcome.Failed(var step, var expected, var heard, var because) ->
          line("FAILED", step)
              + detail("expected", expected)
              + detail("heard", heard)
              + detail("because", because);
    };
  }

  private static String line(String mark, Step step) {
    return "%8s %4d  %s%n".formatted(mark, step.line(), shortened(step.text()));
  }

  private static String detail(String label, String text) {
    return text.lines()
        .map(line -> "%15s%-9s %s%n".formatted("", label, shortened(line)))
        .collect(Collectors.joining());
  }

  private static String shortened(String text) {
    return text.length() <= WIDTH
        ? text
        : text.substring(0, WIDTH) + "… (" + text.length() + " characters)";
  }
}
