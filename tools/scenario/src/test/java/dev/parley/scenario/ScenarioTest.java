package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {

  @Test
  void theFirstCommentIsTheTitle() {
    Scenario scenario = Scenario.parse("a.scenario", "\n# The title.\n# More.\nann joins\n");
    assertThat(scenario.title()).isEqualTo("The title.");
    assertThat(scenario.steps().getFirst().line()).isEqualTo(4);
  }

  @Test
  void anIndentedLineGoesOnWithTheOneBefore() {
    Scenario scenario =
        Scenario.parse(
            "a", "# T\nann connects\nann says\n  {\"type\":\n   \"ping\"}\nann closes\n");
    assertThat(scenario.steps().stream().map(Step::text))
        .containsExactly(
            "ann connects", "ann says {\"type\": \"ping\"}", "ann closes", "(the end)");
    assertThat(scenario.steps().stream().map(Step::line)).startsWith(2, 3, 6);
  }

  @Test
  void whatIsSaidKeepsItsSpelling() {
    Act act = actOf("ann says {\"id\":1.50,\"id\" : 1e999999,\"to\":$ann,\"data\":\"$ann _ …\"}");
    assertThat(act).isInstanceOf(Act.Says.class);
    assertThat(((Act.Says) act).words().filled(_ -> "\"ID\""))
        .isEqualTo("{\"id\":1.50,\"id\" : 1e999999,\"to\":\"ID\",\"data\":\"$ann _ …\"}");
  }

  @Test
  void rawTextNeedNotBeJson() {
    assertThat(actOf("ann says text {\"type\":")).isEqualTo(new Act.SaysText("ann", "{\"type\":"));
    assertThat(actOf("ann says text")).isEqualTo(new Act.SaysText("ann", ""));
  }

  @Test
  void aJoinIsThreeActs() {
    List<Act> acts = Scenario.parse("a", "# T\nann joins room lobby").steps().getFirst().acts();
    assertThat(acts).hasSize(3).startsWith(new Act.Connects("ann", "lobby"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ann hums | is no sentence of a script",
        "ann closes with 200 | is no sentence of a script",
        "ann sends bytes 0g | is no sentence of a script",
        "ann says {\"type\":} | not the JSON of a script",
        "ann says {\"type\":_} | not the JSON of a script",
        "ann hears [1] | not the JSON of a script",
        "ann hears {\"a\":1,\"a\":1} | not the JSON of a script",
        "ann hears {…,\"a\":1} | not the JSON of a script",
        "bob says {} | bob never joins or connects",
        "ann and bob hear {} | bob never joins or connects",
        "bob is ann | bob never joins or connects",
        "ann says {\"to\":$bob} | $bob is neither",
        "ann says {\"to\":$ann.name} | Nobody has a \"name\"",
        "ann says {\"data\":$noise(3)} | $noise(…) is not known",
        "ann hears {\"seq\":$later} | $later is neither",
      })
  void aSlipOfThePenIsNamedByItsLine(String line, String problem) {
    String script = "# T\nann joins\n\n" + line + "\n$later := 1\n";
    assertThatThrownBy(() -> Scenario.parse("slip.scenario", script))
        .isInstanceOf(ScriptException.class)
        .hasMessageStartingWith("slip.scenario:4: ")
        .hasMessageContaining(problem);
  }

  @Test
  void aScriptHasATitle() {
    assertThatThrownBy(() -> Scenario.parse("a.scenario", "ann joins\n"))
        .hasMessageStartingWith("a.scenario:1: Begin with a comment");
  }

  @Test
  void anIndentedLineNeedsOneBefore() {
    assertThatThrownBy(() -> Scenario.parse("a.scenario", "# T\n  ann joins\n"))
        .hasMessageStartingWith("a.scenario:2: An indented line");
  }

  private static Act actOf(String line) {
    return Scenario.parse("a", "# T\n" + line + "\nann connects")
        .steps()
        .getFirst()
        .acts()
        .getFirst();
  }
}
