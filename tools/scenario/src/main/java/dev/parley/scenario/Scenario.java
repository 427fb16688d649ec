package dev.parley.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A conversation as a script has it: who says what, who hears what, and nobody anything else. */
public record Scenario(String name, String title, List<Step> steps) {

  /**
   * Reads a script.
   *
   * @throws ScriptException if it cannot be played as it is written
   */
  public static Scenario read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /** The same for a script that is at hand; the name is what errors call it. */
  public static Scenario parse(String name, String script) {
    Scenario scenario = new ScriptReader(name).read(script);
    Roll.call(scenario);
    return scenario;
  }

  /** The scripts of a folder, in the order of their names. */
  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".scenario")).sorted().toList();
    }
  }
}
