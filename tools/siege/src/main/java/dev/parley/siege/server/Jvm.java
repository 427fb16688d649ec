package dev.parley.siege.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The heap of another JVM on this machine, by {@code jcmd}. */
public final class Jvm {
  private static final int SECONDS = 10;
  private static final int BYTES_PER_KIB = 1_024;

  /** In one line for each generation, or in one for the whole heap. */
  private static final Pattern USED = Pattern.compile("(?:total|committed) \\d+K, used (\\d+)K");

  private final Path jcmd;
  private final String pid;

  Jvm(Path java, long pid) {
    this.jcmd = java.resolveSibling("jcmd");
    this.pid = String.valueOf(pid);
  }

  /** Bytes of the heap in use, garbage included; empty if the JVM does not answer. */
  public OptionalLong heap() throws IOException, InterruptedException {
    return used(run("GC.heap_info"));
  }

  /** Bytes of the heap in use after a full collection; empty if the JVM does not answer. */
  public OptionalLong collectedHeap() throws IOException, InterruptedException {
    run("GC.run");
    return heap();
  }

  static OptionalLong used(String heapInfo) {
    long sum = 0;
    boolean found = false;
    for (MatchResult match : USED.matcher(heapInfo).results().toList()) {
      sum += Long.parseLong(match.group(1)) * BYTES_PER_KIB;
      found = true;
    }
    return found ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  private String run(String jcmdCommand) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(jcmd.toString(), pid, jcmdCommand).redirectErrorStream(true).start();
    // The output fits the buffer of a pipe, so it can be read after the end of the process.
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "";
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
