package dev.parley.scenario;

/** A script that cannot be played as it is written. */
public final class ScriptException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ScriptException(String script, int line, String problem) {
    super(script + ":" + line + ": " + problem);
  }
}
