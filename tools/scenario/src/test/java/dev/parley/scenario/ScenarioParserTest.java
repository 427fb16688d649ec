package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The syntax of scripts, and errors with their line. */
class ScenarioParserTest {

  @Test
  void readsTheFirstCommentAsTheTitle() {
    Scenario scenario = Scenario.parse("a.scenario", "\n# The title.\n# More.\nann joins\n");
    assertThat(scenario.title()).isEqualTo("The title.");
    assertThat(scenario.steps().getFirst().line()).isEqualTo(4);
  }

  @Test
  void readsALongList() {
    String names = "ann, ".repeat(20_000) + "ann";
    assertThat(actionOf(names + " receive {\"type\":\"pong\"}"))
        .isInstanceOfSatisfying(
            Action.Expect.class, expect -> assertThat(expect.clients()).hasSize(20_001));
    assertThat(actionOf("ann sends bytes 00" + " 00".repeat(20_000)))
        .isInstanceOf(Action.SendBinary.class);
  }

  @Test
  void rejectsAnExpectationThatIsNestedTooDeeply() {
    assertThatThrownBy(() -> actionOf("ann receives {\"data\":$nested(300)}"))
        .isInstanceOf(ScenarioSyntaxException.class)
        .hasMessageContaining("a:2: This is not the JSON of a script");
  }

  @Test
  void joinsIndentedLines() {
    Scenario scenario =
        Scenario.parse(
            "a", "# T\nann connects\nann sends\n  {\"type\":\n   \"ping\"}\nann closes\n");
    assertThat(scenario.steps().stream().map(Scenario.Step::text))
        .containsExactly(
            "ann connects", "ann sends {\"type\": \"ping\"}", "ann closes", "(the end)");
    assertThat(scenario.steps().stream().map(Scenario.Step::line)).startsWith(2, 3, 6);
  }

  @Test
  void keepsTheSpellingOfAMessage() {
    Action action =
        actionOf("ann sends {\"id\":1.50,\"id\" : 1e999999,\"to\":$ann,\"data\":\"$ann _ …\"}");
    assertThat(action).isInstanceOf(Action.Send.class);
    assertThat(((Action.Send) action).message().filled(_ -> "\"ID\""))
        .isEqualTo("{\"id\":1.50,\"id\" : 1e999999,\"to\":\"ID\",\"data\":\"$ann _ …\"}");
  }

  @Test
  void readsTextThatIsNoJson() {
    assertThat(actionOf("ann sends text {\"type\":"))
        .isEqualTo(new Action.SendText("ann", "{\"type\":"));
    assertThat(actionOf("ann sends text")).isEqualTo(new Action.SendText("ann", ""));
  }

  @Test
  void readsJoinsAsThreeActions() {
    List<Action> actions =
        Scenario.parse("a", "# T\nann joins room lobby").steps().getFirst().actions();
    assertThat(actions).hasSize(3).startsWith(new Action.Connect("ann", "lobby"));
  }

  @Test
  void readsRequirements() {
    Scenario scenario =
        Scenario.parse("a", "# T\nrequires history, description-data, defaults\nann joins\n");
    assertThat(scenario.requirements())
        .containsExactlyInAnyOrder(
            Scenario.Requirement.HISTORY,
            Scenario.Requirement.DESCRIPTION_DATA,
            Scenario.Requirement.DEFAULTS);
    assertThat(scenario.steps()).hasSize(2);
  }

  @Test
  void repeatsALoopWithItsNumber() {
    List<Action> actions =
        Scenario.parse("a", "# T\nann joins\nfor $i from 9 to 11: ann sends text $i, n.$i, $if\n")
            .steps()
            .get(1)
            .actions();
    assertThat(actions)
        .containsExactly(
            new Action.SendText("ann", "9, n.9, $if"),
            new Action.SendText("ann", "10, n.10, $if"),
            new Action.SendText("ann", "11, n.11, $if"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ann hums | is not a sentence of a script",
        "for $i from 1: ann closes | is not a sentence of a script",
        "requires luck | \"luck\" is not one of history",
        "ann closes with 200 | is not a sentence of a script",
        "ann sends bytes 0g | is not a sentence of a script",
        "ann sends {\"type\":} | not the JSON of a script",
        "ann sends {\"type\":_} | not the JSON of a script",
        "ann receives [1] | not the JSON of a script",
        "ann receives {\"a\":1,\"a\":1} | not the JSON of a script",
        "ann receives {…,\"a\":1} | not the JSON of a script",
        "bob sends {} | bob never joins or connects",
        "ann and bob receive {} | bob never joins or connects",
        "bob is ann | bob never joins or connects",
        "ann sends {\"to\":$bob} | $bob is neither",
        "ann sends {\"to\":$ann.name} | There is no $NAME.name",
        "ann sends {\"data\":$noise(3)} | There is no $noise(…)",
        "ann receives {\"seq\":$later} | $later is neither",
      })
  void reportsAnErrorWithItsLine(String line, String problem) {
    String script = "# T\nann joins\n\n" + line + "\n$later := 1\n";
    assertThatThrownBy(() -> Scenario.parse("typo.scenario", script))
        .isInstanceOf(ScenarioSyntaxException.class)
        .hasMessageStartingWith("typo.scenario:4: ")
        .hasMessageContaining(problem);
  }

  @Test
  void requiresATitle() {
    assertThatThrownBy(() -> Scenario.parse("a.scenario", "ann joins\n"))
        .hasMessageStartingWith("a.scenario:1: Begin with a comment");
  }

  @Test
  void requiresALineBeforeAnIndentedLine() {
    assertThatThrownBy(() -> Scenario.parse("a.scenario", "# T\n  ann joins\n"))
        .hasMessageStartingWith("a.scenario:2: An indented line");
  }

  private static Action actionOf(String line) {
    return Scenario.parse("a", "# T\n" + line + "\nann connects")
        .steps()
        .getFirst()
        .actions()
        .getFirst();
  }
}
