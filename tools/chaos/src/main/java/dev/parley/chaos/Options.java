package dev.parley.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
record Options(Chaos.Goal goal, @Nullable Long seed, URI server) {
  private static final long STANDARD_CUTS = 10_000;
  private static final String USAGE =
      """
      usage: chaos [--minutes N] [--cuts N] [--seed S] [URL]

      Cuts connections between clients that check what they hear and the server at URL (http),
      until so many are cut (10000 if nothing is said) and so many minutes are over.
      Ends with 0 if nothing was lost, repeated or out of order, with 1 if something was,
      with 2 if it cannot begin.\
      """;

  static Options read(List<String> arguments) {
    Long minutes = null;
    Long cuts = null;
    Long seed = null;
    URI server = null;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      switch (argument) {
        case "--minutes" -> minutes = number(argument, rest);
        case "--cuts" -> cuts = number(argument, rest);
        case "--seed" -> seed = number(argument, rest);
        default -> server = server(argument);
      }
    }
    if (server == null) {
      throw new IllegalArgumentException(USAGE);
    }
    long most = cuts != null ? cuts : minutes == null ? STANDARD_CUTS : 0;
    return new Options(
        new Chaos.Goal(most, Duration.ofMinutes(minutes == null ? 0 : minutes)), seed, server);
  }

  private static long number(String option, Iterator<String> rest) {
    String value = rest.hasNext() ? rest.next() : "";
    if (!value.matches("[0-9]{1,15}")) {
      throw new IllegalArgumentException(option + " wants a whole number, not \"" + value + "\".");
    }
    return Long.parseLong(value);
  }

  private static URI server(String argument) {
    if (!argument.matches("http://[^/]+/?")) {
      throw new IllegalArgumentException(
          argument.startsWith("-") ? USAGE : argument + " is no URL like http://localhost:8080.");
    }
    return URI.create(argument);
  }
}
