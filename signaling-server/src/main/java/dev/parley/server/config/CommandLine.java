package dev.parley.server.config;

import com.google.common.base.Strings;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses arguments of the forms {@code --key value} and {@code --key=value}.
 *
 * <p>Decision 21 compares this with a library.
 */
public final class CommandLine {
  private static final String PREFIX = "--";
  private static final int KEY_WIDTH = 26;

  private CommandLine() {}

  public static boolean asksForHelp(List<String> arguments) {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  public static boolean asksForVersion(List<String> arguments) {
    return arguments.contains("--version");
  }

  /** The answer to {@code --help}: one line per setting, with its default and bounds. */
  public static String help() {
    StringBuilder help =
        new StringBuilder(
            """
            Usage: script/server [--config FILE] [--SETTING VALUE]...
                   script/server --help | --version

            Settings, with their default and bounds in brackets:

            """);
    for (Setting setting : Setting.values()) {
      help.append("  ")
          .append(Strings.padEnd(setting.option(), KEY_WIDTH, ' '))
          .append(setting.description())
          .append(" [")
          .append(setting.defaultText().isEmpty() ? "none" : setting.defaultText())
          .append(setting.isNumber() ? "; " + setting.bounds() + "]\n" : "]\n");
    }
    return help.append(
            """

            A setting can also be written in FILE (port=8080) and in the environment (PARLEY_PORT=8080, or
            PORT=8080 for the port). PARLEY_CONFIG names FILE as well. Arguments override the environment,
            the environment overrides FILE. docs/configuration.md has the details.
            """)
        .toString();
  }

  /**
   * The values of all options, by name with its dashes. Of an option that is repeated, the last
   * counts, so that a script can append the options of its caller to its own.
   *
   * @throws ConfigException for an argument that is not an option, and for an option without a
   *     value
   */
  static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (!argument.startsWith(PREFIX)) {
        throw new ConfigException("\"" + argument + "\" is not an option: --help lists them.");
      }
      int equals = argument.indexOf('=');
      if (equals < 0) {
        options.put(argument, value(argument, rest));
      } else {
        options.put(argument.substring(0, equals), argument.substring(equals + 1));
      }
    }
    return options;
  }

  private static String value(String option, Iterator<String> rest) {
    String value = rest.hasNext() ? rest.next() : PREFIX;
    if (value.startsWith(PREFIX)) { // the value is missing, and this is the next option
      throw new ConfigException(option + " needs a value, like --port 8080.");
    }
    return value;
  }
}
