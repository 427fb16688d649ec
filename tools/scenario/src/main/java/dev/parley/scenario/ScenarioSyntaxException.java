package dev.parley.scenario;

/** A script that is not written in the language of scenarios. */
public final class ScenarioSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ScenarioSyntaxException(String script, int line, String problem) {
    super(script + ":" + line + ": " + problem);
  }
}
