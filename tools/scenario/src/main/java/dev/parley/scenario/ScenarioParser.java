package dev.parley.scenario;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Splits a script into statements. An indented line continues the one above; {@code #} begins a
 * comment.
 */
final class ScenarioParser {

  private static final String REQUIRES = "requires ";

  private final String name;
  private final List<Scenario.Step> steps = new ArrayList<>();
  private final StringBuilder statement = new StringBuilder();
  private final Set<Scenario.Requirement> requirements = EnumSet.noneOf(Scenario.Requirement.class);
  private String title = "";
  private int start;

  ScenarioParser(String name) {
    this.name = name;
  }

  Scenario parse(String script) {
    List<String> lines = script.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      read(i + 1, lines.get(i));
    }
    finishStatement();
    if (title.isEmpty()) {
      throw new ScenarioSyntaxException(name, 1, "Begin with a comment as the title: \"# …\".");
    }
    steps.add(new Scenario.Step(lines.size(), "(the end)", List.of(new Action.ExpectNothing())));
    return new Scenario(name, title, Set.copyOf(requirements), List.copyOf(steps));
  }

  private void read(int number, String line) {
    String text = line.strip();
    if (text.startsWith("#")) {
      title = title.isEmpty() ? text.substring(1).strip() : title;
    } else if (!text.isEmpty() && Character.isWhitespace(line.charAt(0))) {
      continueStatement(number, text);
    } else {
      finishStatement();
      start = number;
      statement.append(text);
    }
  }

  private void continueStatement(int number, String text) {
    if (statement.isEmpty()) {
      throw new ScenarioSyntaxException(
          name, number, "An indented line continues the line above, and there is none.");
    }
    statement.append(' ').append(text);
  }

  private void finishStatement() {
    if (!statement.isEmpty()) {
      add(statement.toString());
      statement.setLength(0);
    }
  }

  private void add(String text) {
    try {
      if (text.startsWith(REQUIRES)) {
        requirements.addAll(Grammar.requirements(text.substring(REQUIRES.length())));
      } else {
        steps.add(new Scenario.Step(start, text, Grammar.actions(text)));
      }
    } catch (IllegalArgumentException problem) {
      throw new ScenarioSyntaxException(name, start, String.valueOf(problem.getMessage()));
    }
  }
}
