package dev.parley.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A script: the messages that clients send, and all messages that they receive.
 *
 * @param name what reports and errors call it
 * @param title its first comment
 */
public record Scenario(String name, String title, Set<Requirement> requirements, List<Step> steps) {

  private static final int MAX_BYTES = 1 << 20;

  /** A condition on the server without which the scenario cannot pass. */
  public enum Requirement {
    /** The feature {@code history}. */
    HISTORY,
    /** The feature {@code state}. */
    STATE,
    /** The feature {@code link}. */
    LINK,
    /** The feature {@code description-data}. */
    DESCRIPTION_DATA,
    /** The limits and times that docs/protocol.md gives as defaults. */
    DEFAULTS,
    /** A behaviour of WebSockets that the HTTP transports do not have. */
    WEBSOCKET;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word in a scenario; for a feature, its name in the protocol. */
    public String wireName() {
      return wireName;
    }
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
   * @throws IOException with a sentence for the user, if it cannot be read
   */
  public static Scenario read(Path file) throws IOException {
    return read(file.toString(), file);
  }

  /** Reads a file, and gives the scenario a name of its own. */
  public static Scenario read(String name, Path file) throws IOException {
    return parse(name, text(file));
  }

  private static String text(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException("Cannot read " + file + ": there is no such file.", e);
    } catch (IOException e) {
      throw new IOException("Cannot read " + file + ": " + e.getMessage() + ".", e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException(
          "Cannot read " + file + ": a scenario has at most " + MAX_BYTES + " bytes.");
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("Cannot read " + file + ": it is not a text file in UTF-8.", e);
    }
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
