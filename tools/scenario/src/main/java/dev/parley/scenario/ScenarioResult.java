package dev.parley.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a run.
 *
 * @param failure of the first step that failed, with which the run ended
 * @param unexpected what else the clients had received by then
 */
public record ScenarioResult(
    Scenario scenario, Optional<Failure> failure, List<String> unexpected) {

  private static final int MAX_UNEXPECTED = 1_000;

  /** A step that failed. */
  public record Failure(Scenario.Step step, String expected, String received, String reason) {}

  public ScenarioResult {
    unexpected = List.copyOf(unexpected);
  }

  public boolean passed() {
    return failure.isEmpty();
  }

  /** One line for a pass; for a failure also the steps up to it. */
  public String report() {
    String heading = scenario.name() + "  " + scenario.title() + "\n";
    return failure
        .map(failed -> "FAILED  " + heading + details(failed))
        .orElse("ok      " + heading);
  }

  private String details(Failure failed) {
    Stream<String> steps =
        scenario.steps().stream()
            .takeWhile(step -> !step.equals(failed.step()))
            .map(step -> line("ok", step));
    return Stream.of(
            steps,
            Stream.of(line("FAILED", failed.step())),
            Stream.of(detail("expected", failed.expected())),
            Stream.of(detail("received", failed.received())),
            Stream.of(detail("because", failed.reason())),
            unexpected.stream().limit(MAX_UNEXPECTED).map(text -> detail("and", text)))
        .flatMap(lines -> lines)
        .collect(Collectors.joining());
  }

  private static String line(String mark, Scenario.Step step) {
    return "%8s %4d  %s%n".formatted(mark, step.line(), Excerpt.of(step.text()));
  }

  private static String detail(String label, String text) {
    return Excerpt.lines(text)
        .lines()
        .map(line -> "%15s%-9s %s%n".formatted("", label, line))
        .collect(Collectors.joining());
  }
}
