package dev.parley.siege.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Memory and open files of a process, from its folder in {@code /proc} (Linux). */
public final class ProcessFiles {
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");
  private static final int BYTES_PER_KIB = 1_024;

  private final Path folder;

  ProcessFiles(Path folder) {
    this.folder = folder;
  }

  /** The most resident memory in bytes since {@link #resetPeak}; 0 if the process has ended. */
  public long residentPeak() {
    try {
      Matcher peak = PEAK.matcher(Files.readString(folder.resolve("status")));
      return peak.find() ? Long.parseLong(peak.group(1)) * BYTES_PER_KIB : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Resets the peak of resident memory (proc(5), {@code clear_refs}). */
  public void resetPeak() {
    try {
      Files.writeString(folder.resolve("clear_refs"), "5");
    } catch (IOException e) {
      // Without the permission, the peak remains that of the whole run.
    }
  }

  /** The number of open files and sockets; 0 if the process has ended. */
  public long openFiles() {
    try (Stream<Path> files = Files.list(folder.resolve("fd"))) {
      return files.count();
    } catch (IOException e) {
      return 0;
    }
  }
}
