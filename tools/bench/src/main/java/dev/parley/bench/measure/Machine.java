package dev.parley.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine as a whole, where it tells (Linux). */
public final class Machine {
  private static final Path STAT = Path.of("/proc/stat");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int MILLIS_IN_TICK = 10; // the same on every Linux of today
  private static final int IDLE = 4; // the columns of a line "cpu"
  private static final int IO_WAIT = 5;
  private static final int LAST = 8;

  private Machine() {}

  /** How long its processors have worked, all together. */
  public static Optional<Duration> worked() {
    try {
      return Optional.of(worked(Files.readString(STAT)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Of a file like {@code /proc/stat}, whose first line is about all processors. */
  static Duration worked(String stat) {
    Matcher column = NUMBER.matcher(stat);
    long ticks = 0;
    for (int i = 1; i <= LAST && column.find(); i++) {
      ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(column.group());
    }
    return Duration.ofMillis(ticks * MILLIS_IN_TICK);
  }
}
