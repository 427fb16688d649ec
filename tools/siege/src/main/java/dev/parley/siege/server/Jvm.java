package dev.parley.siege.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Another JVM on this machine, asked by {@code jcmd}. */
public final class Jvm {
  private static final int SECONDS = 10;
  private static final int BYTES_PER_KIB = 1_024;

  /** One line for each generation, or one for the whole heap. */
  private static final Pattern USED = Pattern.compile("(?:total|committed) \\d+K, used (\\d+)K");

  private final Path jcmd;
  private final String pid;

  Jvm(Path java, long pid) {
    this.jcmd = java.resolveSibling("jcmd");
    this.pid = String.valueOf(pid);
  }

  /** Bytes of the heap in use, garbage included; empty if the JVM does not answer. */
  public OptionalLong heap() throws IOException, InterruptedException {
    return used(ask("GC.heap_info"));
  }

  /** Bytes of the heap in use after a full collection; empty if the JVM does not answer. */
  public OptionalLong collectedHeap() throws IOException, InterruptedException {
    ask("GC.run");
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

  private String ask(String question) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(jcmd.toString(), pid, question).redirectErrorStream(true).start();
    // The answer is far smaller than a pipe, so that it need not be read meanwhile.
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "";
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
