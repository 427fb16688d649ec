package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An idle server returns heap to the operating system: tested in a JVM of its own, with the options
 * of deploy/jvm.options.
 */
class HeapTrimmerTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  @Timeout(60)
  void idleServerReturnsMemory() throws IOException, InterruptedException {
    ProcessBuilder child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "deploy", "jvm.options"),
                "-cp",
                System.getProperty("java.class.path"),
                HeapTrimmerTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    child.environment().remove("JDK_JAVA_OPTIONS");
    Process process = child.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    List<Long> mebibytes = output.lines().map(Long::parseLong).toList();
    long busy = mebibytes.get(0);
    assertThat(busy).isGreaterThan(100);
    assertThat(mebibytes.get(1)).as("after a minute with work").isEqualTo(busy);
    assertThat(mebibytes.get(2)).as("after a minute without a measurement").isEqualTo(busy);
    assertThat(mebibytes.get(3)).as("while the memory is in use").isGreaterThan(100);
    assertThat(mebibytes.get(4)).as("after idle minutes").isLessThan(50);
  }

  /** Prints the heap size in MiB at each step: in use, after work, and after idle minutes. */
  public static void main(String[] args) {
    Simulation time = new Simulation();
    byte[][] arrays = new byte[100][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = new byte[MEBIBYTE];
    }
    printHeapSize();
    time.passMinute(Optional.of(Duration.ofSeconds(30)));
    printHeapSize();
    time.passMinute(Optional.empty());
    printHeapSize();
    time.passMinute(Optional.of(Duration.ofSeconds(31)));
    time.passMinute(Optional.of(Duration.ofSeconds(32)));
    printHeapSize();
    Arrays.fill(arrays, null);
    for (int minute = 0; minute < 10; minute++) {
      time.passMinute(Optional.of(Duration.ofSeconds(33)));
    }
    printHeapSize();
  }

  private static void printHeapSize() {
    System.out.println(Runtime.getRuntime().totalMemory() / MEBIBYTE);
  }

  /** Moves the clock, and sets the CPU time that the process has used by then. */
  private static final class Simulation {
    private Instant now = Instant.EPOCH;
    private Optional<Duration> cpuTime = Optional.of(Duration.ZERO);
    private final HeapTrimmer trimmer = new HeapTrimmer(now, () -> cpuTime);

    void passMinute(Optional<Duration> cpuTimeSoFar) {
      now = now.plusSeconds(61);
      cpuTime = cpuTimeSoFar;
      trimmer.tick(now);
    }
  }
}
