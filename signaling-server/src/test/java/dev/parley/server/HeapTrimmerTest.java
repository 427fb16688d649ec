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

/** In a JVM of its own, with the options that the server is started with. */
class HeapTrimmerTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  @Timeout(60)
  void aServerAtRestGivesBackWhatABusyTimeHasTaken() throws IOException, InterruptedException {
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
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    List<Long> mebibytes = said.lines().map(Long::parseLong).toList();
    long busy = mebibytes.get(0);
    assertThat(busy).isGreaterThan(100);
    assertThat(mebibytes.get(1)).as("after a minute with work").isEqualTo(busy);
    assertThat(mebibytes.get(2)).as("after one of which nobody knows").isEqualTo(busy);
    assertThat(mebibytes.get(3)).as("while it is needed").isGreaterThan(100);
    assertThat(mebibytes.get(4)).as("a quiet while later").isLessThan(50);
  }

  /** Says how much memory it has when it has needed much, and as time passes. */
  public static void main(String[] args) {
    Day day = new Day();
    byte[][] much = new byte[100][];
    for (int i = 0; i < much.length; i++) {
      much[i] = new byte[MEBIBYTE];
    }
    say();
    day.passMinute(Optional.of(Duration.ofSeconds(30)));
    say();
    day.passMinute(Optional.empty());
    say();
    day.passMinute(Optional.of(Duration.ofSeconds(31)));
    day.passMinute(Optional.of(Duration.ofSeconds(32)));
    say();
    Arrays.fill(much, null);
    for (int minute = 0; minute < 10; minute++) {
      day.passMinute(Optional.of(Duration.ofSeconds(33)));
    }
    say();
  }

  private static void say() {
    System.out.println(Runtime.getRuntime().totalMemory() / MEBIBYTE);
  }

  /** Time that is moved by hand, and what is done in it. */
  private static final class Day {
    private Instant now = Instant.EPOCH;
    private Optional<Duration> work = Optional.of(Duration.ZERO);
    private final HeapTrimmer housekeeping = new HeapTrimmer(now, () -> work);

    void passMinute(Optional<Duration> workSoFar) {
      now = now.plusSeconds(61);
      work = workSoFar;
      housekeeping.tick(now);
    }
  }
}
