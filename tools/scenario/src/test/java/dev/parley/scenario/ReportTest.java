package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Scenario SCENARIO =
      Scenario.parse("hello.scenario", "# Ann waits.\nann joins\nann hears {\"type\":\"pong\"}\n");

  @Test
  void whatWentWrongIsToldWithAllThatLedToIt() {
    Result result =
        new Result(
            SCENARIO,
            List.of(
                new Outcome.Passed(SCENARIO.steps().get(0)),
                new Outcome.Failed(
                    SCENARIO.steps().get(1),
                    "{\"type\":\"pong\"}",
                    "{\"type\":\"bye\"}",
                    "\"type\" is \"bye\"")),
            List.of("ann: the connection was closed with 1012"));
    assertThat(result.report())
        .isEqualTo(
            """
            FAILED  hello.scenario  Ann waits.
                  ok    2  ann joins
              FAILED    3  ann hears {"type":"pong"}
                           expected  {"type":"pong"}
                           heard     {"type":"bye"}
                           because   "type" is "bye"
                           and       ann: the connection was closed with 1012
            """);
  }

  @Test
  void whatIsVeryLongIsCut() {
    Result result =
        new Result(
            SCENARIO,
            List.of(new Outcome.Failed(SCENARIO.steps().get(0), "nothing", "a".repeat(2000), "no")),
            List.of());
    assertThat(result.report()).contains("a".repeat(1000) + "… (2000 characters)");
  }
}
