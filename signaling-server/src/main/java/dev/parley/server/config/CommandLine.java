package dev.parley.server.config;

import com.google.common.base.Strings;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments as a person types them: {@code --key value} or {@code --key=value}. */
public final class CommandLine {
  private static final int LONGEST_KEY = 24;

  private CommandLine() {}

  /** Whether a person wants to know what can be set. */
  public static boolean asksForHelp(List<String> arguments) {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  /** Whether a person wants to know which version this is. */
  public static boolean asksForVersion(List<String> arguments) {
    return arguments.contains("--version");
  }

  /** What to tell them. */
  public static String help() {
    StringBuilder help =
        new StringBuilder(
            "Usage: server [--config FILE] [--KEY VALUE]... | --help | --version\n\n");
    for (Setting setting : Setting.values()) {
      String standard = setting.standard().isEmpty() ? "" : " [" + setting.standard() + "]";
      String key = Strings.padEnd(setting.key(), LONGEST_KEY, ' ');
      help.append("  --" + key + " " + setting.meaning() + standard + "\n");
    }
    return help.append(
            "\nEach can also be set in FILE (port=8080; PARLEY_CONFIG names it, too) or in the environment\n(PARLEY_PORT=8080, for the port also PORT=8080).\n")
        .toString();
  }

  static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (!argument.startsWith("--")) {
        throw new ConfigException("\"" + argument + "\" is not an option: --help lists them.");
      }
      int equals = argument.indexOf('=');
      String key = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
      if (equals < 0 && !rest.hasNext()) {
        throw new ConfigException("--" + key + " wants a value, like --port 8080.");
      }
      options.put(key, equals < 0 ? rest.next() : argument.substring(equals + 1));
    }
    return options;
  }
}
