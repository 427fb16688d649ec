package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The report of a failed run. */
class ScenarioResultTest {

  private static final Scenario SCENARIO =
      Scenario.parse(
          "hello.scenario", "# Ann waits.\nann joins\nann receives {\"type\":\"pong\"}\n");

  @Test
  void reportsTheFailureAndTheStepsBefore() {
    ScenarioResult result =
        failed(1, "{\"type\":\"bye\"}", List.of("ann: the connection was closed with 1012"));
    assertThat(result.report())
        .isEqualTo(
            """
            FAILED  hello.scenario  Ann waits.
                  ok    2  ann joins
              FAILED    3  ann receives {"type":"pong"}
                           expected  {"type":"pong"}
                           received  {"type":"bye"}
                           because   "type" differs
                           and       ann: the connection was closed with 1012
            """);
  }

  @Test
  void cutsLongLines() {
    assertThat(failed(0, "a".repeat(3000), List.of()).report())
        .contains("a".repeat(2000) + "… (3000 characters)");
  }

  private static ScenarioResult failed(int step, String received, List<String> unexpected) {
    var failure =
        new ScenarioResult.Failure(
            SCENARIO.steps().get(step), "{\"type\":\"pong\"}", received, "\"type\" differs");
    return new ScenarioResult(SCENARIO, Optional.of(failure), unexpected);
  }
}
