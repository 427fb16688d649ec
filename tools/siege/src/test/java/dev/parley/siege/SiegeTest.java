package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A minute of attacks on a server in a process of its own, with the shipped options of the JVM and
 * default bounds; docs/siege.md says how.
 */
class SiegeTest {
  private static final Path JVM_OPTIONS = Path.of("../../deploy/jvm.options").toAbsolutePath();
  private static final List<String> SERVER =
      List.of("-cp", System.getProperty("java.class.path"), "dev.parley.server.Main");

  @Test
  void honestClientsHoldTheirCallsWhateverIsDoneToTheServer() throws Exception {
    long seed = new Random().nextInt(Integer.MAX_VALUE);
    System.out.println("seed " + seed);
    List<Wave> waves = Plan.all(Duration.ofMinutes(1), seed);
    assertThat(Main.siege(JVM_OPTIONS, SERVER, waves, Pace.QUICK, seed, System.out))
        .as("all held; what did not is printed above")
        .isTrue();
  }
}
