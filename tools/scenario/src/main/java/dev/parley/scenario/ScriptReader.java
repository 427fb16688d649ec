package dev.parley.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes steps of lines: an indented line goes on with the one before, {@code #} begins a comment.
 */
final class ScriptReader {

  private final String name;
  private final List<Step> steps = new ArrayList<>();
  private final StringBuilder statement = new StringBuilder();
  private String title = "";
  private int start;

  ScriptReader(String name) {
    this.name = name;
  }

  Scenario read(String script) {
    List<String> lines = script.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      read(i + 1, lines.get(i));
    }
    finishStatement();
    if (title.isEmpty()) {
      throw new ScriptException(name, 1, "Begin with a comment that says what is shown: \"# …\".");
    }
    steps.add(new Step(lines.size(), "(the end)", List.of(new Act.Silence())));
    return new Scenario(name, title, List.copyOf(steps));
  }

  private void read(int number, String line) {
    String text = line.strip();
    if (text.startsWith("#")) {
      title = title.isEmpty() ? text.substring(1).strip() : title;
    } else if (!text.isEmpty() && Character.isWhitespace(line.charAt(0))) {
      goOn(number, text);
    } else {
      finishStatement();
      start = number;
      statement.append(text);
    }
  }

  private void goOn(int number, String text) {
    if (statement.isEmpty()) {
      throw new ScriptException(
          name, number, "An indented line goes on with the line above, and there is none.");
    }
    statement.append(' ').append(text);
  }

  private void finishStatement() {
    if (!statement.isEmpty()) {
      steps.add(step(statement.toString()));
      statement.setLength(0);
    }
  }

  private Step step(String text) {
    try {
      return new Step(start, text, Grammar.acts(text));
    } catch (IllegalArgumentException problem) {
      throw new ScriptException(name, start, String.valueOf(problem.getMessage()));
    }
  }
}
