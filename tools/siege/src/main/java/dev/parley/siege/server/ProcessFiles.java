package dev.parley.siege.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel tells of a process, in its folder below {@code /proc} (Linux). */
public final class ProcessFiles {
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");
  private static final int BYTES_PER_KIB = 1_024;

  private final Path folder;

  ProcessFiles(Path folder) {
    this.folder = folder;
  }

  /** Most bytes of memory that were resident since {@link #forgetPeak}; 0 if it has ended. */
  public long residentPeak() {
    try {
      Matcher peak = PEAK.matcher(Files.readString(folder.resolve("status")));
      return peak.find() ? Long.parseLong(peak.group(1)) * BYTES_PER_KIB : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Begins to look for the peak anew (proc(5), {@code clear_refs}). */
  public void forgetPeak() {
    try {
      Files.writeString(folder.resolve("clear_refs"), "5");
    } catch (IOException e) {
      // It has ended, or may not be written: then the peak is that of the whole run.
    }
  }

  /** Files and sockets that are open; 0 if it has ended. */
  public long openFiles() {
    try (Stream<Path> files = Files.list(folder.resolve("fd"))) {
      return files.count();
    } catch (IOException e) {
      return 0;
    }
  }
}
