package dev.parley.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A script: the messages that clients send, and all messages that they receive.
 *
 * @param name what reports and errors call it
 * @param title its first comment
 */
public record Scenario(String name, String title, Set<Requirement> requirements, List<Step> steps) {

  /** A condition on the server without which the scenario cannot pass. */
  public enum Requirement {
    /** The feature {@code history}. */
    HISTORY,
    /** The feature {@code state}. */
    STATE,
    /** The limits and times that docs/protocol.md gives as defaults. */
    DEFAULTS,
    /** A behaviour of WebSockets that the HTTP transports do not have. */
    WEBSOCKET
  }

  /**
   * A statement of the script.
   *
   * @param line the number of its first line
   */
  public record Step(int line, String text, List<Action> actions) {}

  /**
   * Reads a file.
   *
   * @throws ScenarioSyntaxException if it is not written in the language of scenarios
   */
  public static Scenario read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /** Parses a script. */
  public static Scenario parse(String name, String script) {
    Scenario scenario = new ScenarioParser(name).parse(script);
    NameCheck.check(scenario);
    return scenario;
  }

  /** The scenario files of a folder, sorted by name. */
  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".scenario")).sorted().toList();
    }
  }
}
