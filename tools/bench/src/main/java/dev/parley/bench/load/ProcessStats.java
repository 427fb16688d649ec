package dev.parley.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPU time and resident memory of a process, and the CPU time of the whole machine. */
public final class ProcessStats {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Path MACHINE = Path.of("/proc/stat");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int MILLIS_PER_TICK = 10; // the same on every current Linux
  // Columns of the line "cpu" in /proc/stat, see proc(5).
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;

  private final ProcessHandle process;

  private ProcessStats(ProcessHandle process) {
    this.process = process;
  }

  /**
   * The statistics of a process.
   *
   * @throws IllegalArgumentException if there is no such process
   */
  public static ProcessStats of(long pid) {
    return new ProcessStats(
        ProcessHandle.of(pid)
            .orElseThrow(
                () -> new IllegalArgumentException("There is no process " + pid + " here.")));
  }

  public static ProcessStats ofThisProcess() {
    return new ProcessStats(ProcessHandle.current());
  }

  /** User and system time. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Empty on other systems than Linux. */
  public OptionalLong residentKilobytes() {
    return residentKilobytes(Path.of("/proc", Long.toString(process.pid()), "status"));
  }

  static OptionalLong residentKilobytes(Path status) {
    try {
      Matcher found = RESIDENT.matcher(Files.readString(status));
      return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** CPU time of all processes on all processors; empty on other systems than Linux. */
  public static Optional<Duration> machineCpu() {
    try {
      return Optional.of(machineCpu(Files.readString(MACHINE)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Duration machineCpu(String stat) {
    Matcher column = NUMBER.matcher(stat);
    long ticks = 0;
    for (int i = 1; i <= STEAL && column.find(); i++) {
      ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(column.group());
    }
    return Duration.ofMillis(ticks * MILLIS_PER_TICK);
  }
}
