package dev.parley.scenario;

import java.util.List;

/**
 * How a scenario went.
 *
 * @param outcomes of each step that was played; only the last can have failed
 * @param unheard what was said to somebody and has no place in the script
 */
public record Result(Scenario scenario, List<Outcome> outcomes, List<String> unheard) {

  public Result {
    outcomes = List.copyOf(outcomes);
    unheard = List.copyOf(unheard);
  }

  public boolean passed() {
    return outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Passed);
  }

  /** For a person to read: one line if all went well, otherwise all that led to what went wrong. */
  public String report() {
    return Report.of(this);
  }
}
