package dev.parley.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The number of connections that the limit of open files ({@code ulimit -n}) allows, as each
 * connection is an open file. Beyond that limit the system refuses to accept a connection, so the
 * server has to refuse connections before it is reached.
 */
final class OpenFileLimit {
  /** Read directly: a management bean would add a tenth to the time of a start. */
  private static final Path LIMITS = Path.of("/proc/self/limits");

  private static final Pattern MAX_OPEN_FILES = Pattern.compile("Max open files +(\\d+) .*");

  private static final Path OPEN = Path.of("/proc/self/fd");

  // Files kept free: for jars and logs that are opened later, and for the spare connections.
  private static final int MIN_RESERVED = 32;
  private static final int RESERVED_SHARE = 50;

  private static final int MAX_SPARE = 256;

  private OpenFileLimit() {}

  /** The number of connections; {@code Integer.MAX_VALUE} where the system reports no limit. */
  static int maxConnections() {
    try (Stream<String> lines = Files.lines(LIMITS, StandardCharsets.US_ASCII);
        Stream<Path> open = Files.list(OPEN)) {
      long used = open.count();
      return lines
          .map(MAX_OPEN_FILES::matcher)
          .filter(Matcher::matches)
          .mapToLong(line -> Long.parseLong(line.group(1)))
          .mapToInt(limit -> Math.clamp(limit - used - reserved(limit), 1, Integer.MAX_VALUE))
          .findFirst()
          .orElse(Integer.MAX_VALUE);
    } catch (IOException | NumberFormatException e) {
      return Integer.MAX_VALUE; // not Linux, or "unlimited"
    }
  }

  private static long reserved(long limit) {
    return Math.max(MIN_RESERVED, limit / RESERVED_SHARE);
  }

  /** The number of connections accepted beyond the limit, to be refused with a reason. */
  static int spareConnections(int maxConnections) {
    return (int) Math.min(reserved(maxConnections) / 2, MAX_SPARE);
  }
}
