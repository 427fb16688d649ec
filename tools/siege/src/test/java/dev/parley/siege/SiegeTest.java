package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A minute of attacks on a server process with the shipped JVM options and default limits. */
class SiegeTest {
  private static final Path JVM_OPTIONS = Path.of("../../deploy/jvm.options").toAbsolutePath();
  private static final List<String> SERVER =
      List.of("-cp", System.getProperty("java.class.path"), "dev.parley.server.Main");

  @Test
  void honestClientsHoldTheirCallsDuringAttacks() throws Exception {
    long seed = new Random().nextInt(Integer.MAX_VALUE);
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    out.println("seed " + seed);
    List<Wave> waves = Plan.all(Duration.ofMinutes(1), seed);
    assertThat(Main.siege(JVM_OPTIONS, SERVER, waves, Timing.QUICK, seed, out))
        .as("no faults; they are printed above")
        .isTrue();
  }
}
