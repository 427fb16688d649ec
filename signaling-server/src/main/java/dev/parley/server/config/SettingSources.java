package dev.parley.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads settings where an operator writes them: in a file, in the environment, as arguments. Each
 * of these overrides the one before it. A name that no setting has is refused in all three, since a
 * misspelled limit would otherwise leave the default in force without notice.
 */
final class SettingSources {
  private static final String FILE_OPTION = "--config";
  private static final String FILE_VARIABLE = "PARLEY_CONFIG";

  /** The variable by which hosting platforms assign a port. */
  private static final String PORT_VARIABLE = "PORT";

  /** A suggestion differs from an unknown name by fewer edits, and in about a third of it. */
  private static final int MAX_EDITS = 3;

  private final SettingValues values = new SettingValues();

  private SettingSources() {}

  /**
   * Reads all three sources.
   *
   * @throws ConfigException for a source that cannot be read, and for an unknown name
   */
  static SettingValues read(List<String> arguments, Map<String, String> environment) {
    SettingSources sources = new SettingSources();
    Map<String, String> options = CommandLine.options(arguments);
    String file = options.getOrDefault(FILE_OPTION, environment.get(FILE_VARIABLE));
    if (file != null) {
      sources.readFile(file);
    }
    sources.readEnvironment(environment);
    sources.readOptions(options);
    return sources.values;
  }

  private void readFile(String file) {
    Properties properties = new Properties();
    String content;
    try {
      content = Files.readString(Path.of(file));
      properties.load(new StringReader(content));
    } catch (IOException | InvalidPathException e) {
      throw new ConfigException(
          "The configuration file "
              + file
              + " cannot be read: it must exist, be readable and be UTF-8.");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "The configuration file "
              + file
              + " cannot be read: a \\u must be followed by 4 hexadecimal digits.");
    }
    for (String key : properties.stringPropertyNames()) {
      String place = key + " (" + line(content, key) + file + ")";
      values.set(find(key, place, Setting::key), properties.getProperty(key), place);
    }
  }

  /** The last line with a key, since that one counts; empty where the key is written escaped. */
  private static String line(String content, String key) {
    Pattern assignment = Pattern.compile("\\s*" + Pattern.quote(key) + "(?:[\\s=:].*)?");
    List<String> lines = content.lines().toList();
    for (int i = lines.size(); i > 0; i--) {
      if (assignment.matcher(lines.get(i - 1)).matches()) {
        return "line " + i + " of ";
      }
    }
    return "";
  }

  private void readEnvironment(Map<String, String> environment) {
    String port = environment.get(PORT_VARIABLE);
    if (port != null) {
      values.set(Setting.PORT, port, PORT_VARIABLE);
    }
    environment.forEach((name, value) -> {
      if (Setting.claims(name) && !name.equals(FILE_VARIABLE)) {
        values.set(find(name, name, Setting::variable), value, name);
      }
    });
  }

  private void readOptions(Map<String, String> options) {
    options.forEach((name, value) -> {
      if (!name.equals(FILE_OPTION)) {
        values.set(find(name, name, Setting::option), value, name);
      }
    });
  }

  /** Finds a setting by the name that it has in one of the sources. */
  private static Setting find(String name, String place, Function<Setting, String> nameIn) {
    return Arrays.stream(Setting.values())
        .filter(setting -> nameIn.apply(setting).equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name, place, nameIn));
  }

  private static ConfigException unknown(
      String name, String place, Function<Setting, String> nameIn) {
    int maxEdits = Math.min(MAX_EDITS, (name.length() + 2) / 3);
    Optional<String> similar =
        Arrays.stream(Setting.values())
            .map(nameIn)
            .filter(candidate -> edits(name, candidate) <= maxEdits)
            .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
    return new ConfigException(
        "There is no setting "
            + place
            + ": "
            + similar.map(candidate -> "did you mean " + candidate + "? ").orElse("")
            + "--help lists all settings.");
  }

  /** The Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substitution = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
