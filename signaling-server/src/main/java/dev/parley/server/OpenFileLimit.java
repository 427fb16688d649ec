package dev.parley.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many files the system lets this process open: each connection is one. */
final class OpenFileLimit {
  /** Asked here, and not of a management bean, which would take a tenth of the time of a start. */
  private static final Path LIMITS = Path.of("/proc/self/limits");

  private static final Pattern MAX_OPEN_FILES = Pattern.compile("Max open files +(\\d+) .*");

  private static final Path OPEN = Path.of("/proc/self/fd");

  /** What may still be opened beside connections, and some that are told that they are too many. */
  private static final int RESERVED = 32;

  private static final int RESERVED_SHARE = 50;

  private static final int MOST_SPARE = 256;

  private OpenFileLimit() {}

  /** How many connections there is place for; very many where the system does not say. */
  static int placeForConnections() {
    try (Stream<String> lines = Files.lines(LIMITS, StandardCharsets.US_ASCII);
        Stream<Path> open = Files.list(OPEN)) {
      long taken = open.count();
      return lines
          .map(MAX_OPEN_FILES::matcher)
          .filter(Matcher::matches)
          .mapToLong(line -> Long.parseLong(line.group(1)))
          .mapToInt(limit -> Math.clamp(limit - taken - reserve(limit), 1, Integer.MAX_VALUE))
          .findFirst()
          .orElse(Integer.MAX_VALUE);
    } catch (IOException | NumberFormatException e) {
      return Integer.MAX_VALUE; // another system, or no limit
    }
  }

  /** Between what is taken and what would be an error. */
  private static long reserve(long limit) {
    return Math.max(RESERVED, limit / RESERVED_SHARE);
  }

  /** So many are accepted beyond that, to be told that they have come too late. */
  static int spare(int connections) {
    return (int) Math.min(reserve(connections) / 2, MOST_SPARE);
  }
}
