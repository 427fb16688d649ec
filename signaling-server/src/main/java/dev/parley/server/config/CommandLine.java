package dev.parley.server.config;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments as a person types them: {@code --key value} or {@code --key=value}. */
public final class CommandLine {
  private CommandLine() {}

  /** Whether a person wants to know what can be set. */
  public static boolean asksForHelp(List<String> arguments) {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  /** What to tell them. */
  public static String help() {
    StringBuilder help = new StringBuilder("Usage: server [--config FILE] [--KEY VALUE]...\n\n");
    for (Setting setting : Setting.values()) {
      String standard = setting.standard().isEmpty() ? "" : " [" + setting.standard() + "]";
      help.append("  --%-20s %s%s\n".formatted(setting.key(), setting.meaning(), standard));
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
        throw new ConfigException(
            "\"%s\" is not an option: --help lists them.".formatted(argument));
      }
      int equals = argument.indexOf('=');
      String key = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
      if (equals < 0 && !rest.hasNext()) {
        throw new ConfigException("--%s wants a value, like --port 8080.".formatted(key));
      }
      options.put(key, equals < 0 ? rest.next() : argument.substring(equals + 1));
    }
    return options;
  }
}
