package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, with the options that the server is started with. */
class HousekeepingTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void aServerAtRestGivesBackWhatABusyTimeHasTaken() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "deploy", "jvm.options"),
                "-cp",
                System.getProperty("java.class.path"),
                HousekeepingTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    List<Long> mebibytes = said.lines().map(Long::parseLong).toList();
    long busy = mebibytes.get(0);
    assertThat(busy).isGreaterThan(100);
    assertThat(mebibytes.get(1)).as("after a minute with work").isEqualTo(busy);
    assertThat(mebibytes.get(2)).as("after a minute with little work").isLessThan(50);
  }

  /** Says how much memory it has when it has needed much, and after each of two minutes. */
  public static void main(String[] args) {
    Instant now = Instant.EPOCH;
    Duration[] work = {Duration.ZERO};
    Housekeeping housekeeping = new Housekeeping(now, () -> work[0]);
    byte[][] much = new byte[100][];
    for (int i = 0; i < much.length; i++) {
      much[i] = new byte[MEBIBYTE];
    }
    Arrays.fill(much, null);
    say();
    work[0] = Duration.ofSeconds(30);
    housekeeping.tick(now.plusSeconds(61));
    say();
    work[0] = Duration.ofSeconds(31);
    housekeeping.tick(now.plusSeconds(122));
    say();
  }

  private static void say() {
    System.out.println(Runtime.getRuntime().totalMemory() / MEBIBYTE);
  }
}
