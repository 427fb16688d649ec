package dev.parley.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has taken of the machine: its time, user and system, and resident memory. */
public final class Account {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final ProcessHandle process;

  private Account(ProcessHandle process) {
    this.process = process;
  }

  /**
   * The account of another process.
   *
   * @throws IllegalArgumentException if there is no such process
   */
  public static Account of(long pid) {
    return new Account(
        ProcessHandle.of(pid)
            .orElseThrow(
                () -> new IllegalArgumentException("There is no process " + pid + " here.")));
  }

  public static Account ofThisProcess() {
    return new Account(ProcessHandle.current());
  }

  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Kilobytes, where the system tells (Linux). */
  public OptionalLong resident() {
    return resident(Path.of("/proc", Long.toString(process.pid()), "status"));
  }

  static OptionalLong resident(Path status) {
    try {
      Matcher found = RESIDENT.matcher(Files.readString(status));
      return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
