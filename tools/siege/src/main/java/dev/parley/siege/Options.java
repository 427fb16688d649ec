package dev.parley.siege;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param attacks the names of those to play, or none for all
 * @param server the server to attack, or null for one that is started
 * @param jar the server to start
 * @param jvmOptions the file with the options that it is shipped with
 */
record Options(
    Duration time,
    List<String> attacks,
    boolean list,
    @Nullable Long seed,
    @Nullable URI server,
    @Nullable Path jar,
    @Nullable Path jvmOptions) {
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final String USAGE =
      """
      usage: siege [--minutes N] [--attack NAME]... [--list] [--seed S] [URL]

      Attacks the server at URL (http), or one that it starts, for so many minutes (1 if nothing
      is said), while honest clients hold calls. --attack plays one attack, or several at the same
      time, first from one address, then from many; --list tells their names.
      Ends with 0 if all held, with 1 if something did not, with 2 if it cannot begin.\
      """;

  static Options read(List<String> arguments) {
    Duration time = Duration.ofMinutes(1);
    List<String> attacks = new ArrayList<>();
    boolean list = false;
    Long seed = null;
    URI server = null;
    Path jar = null;
    Path jvmOptions = null;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      switch (argument) {
        case "--minutes" -> time = minutes(argument, rest);
        case "--attack" -> attacks.add(value(argument, rest));
        case "--list" -> list = true;
        case "--seed" -> seed = number(argument, rest);
        case "--server-jar" -> jar = Path.of(value(argument, rest));
        case "--jvm-options" -> jvmOptions = Path.of(value(argument, rest));
        default -> server = server(argument);
      }
    }
    boolean target = server != null || (jar != null && jvmOptions != null);
    if (!target && !list) {
      throw new IllegalArgumentException(USAGE);
    }
    return new Options(time, attacks, list, seed, server, jar, jvmOptions);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " wants a value.");
    }
    return rest.next();
  }

  private static long number(String option, Iterator<String> rest) {
    String value = value(option, rest);
    if (!value.matches("[0-9]{1,15}")) {
      throw new IllegalArgumentException(option + " wants a whole number, not \"" + value + "\".");
    }
    return Long.parseLong(value);
  }

  private static Duration minutes(String option, Iterator<String> rest) {
    String value = value(option, rest);
    if (!value.matches("[0-9]{1,4}|[0-9]{0,4}\\.[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          option + " wants a number like 10 or 0.5, not \"" + value + "\".");
    }
    return Duration.ofMillis((long) (Double.parseDouble(value) * MILLIS_PER_MINUTE));
  }

  private static URI server(String argument) {
    if (!argument.matches("http://[^/]+/?")) {
      throw new IllegalArgumentException(
          argument.startsWith("-") ? USAGE : argument + " is no URL like http://localhost:8080.");
    }
    return URI.create(argument);
  }
}
