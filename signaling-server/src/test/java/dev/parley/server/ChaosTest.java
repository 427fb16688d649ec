package dev.parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chaos.ChaosRun;
import dev.parley.server.config.ConfigReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clients of all transports lose no event while a proxy cuts their connections (docs/chaos.md). */
class ChaosTest {
  private static final int CUTS = 10_000;
  private static final int MIN_CUTS_OF_EACH_TRANSPORT = 1_000;

  /** High limits for many clients at one address, and short timeouts for lost connections. */
  static final List<String> OPTIONS =
      List.of(
          "--port=0",
          "--drain=0",
          "--messages-per-second=10000",
          "--connections-per-address=100000",
          "--joins-per-address=100000",
          "--heartbeat=2",
          "--heartbeat-timeout=5",
          "--resume-window=3",
          "--log-bytes=131072");

  @Test
  void noEventIsLostRepeatedOrReorderedWhenConnectionsBreak() throws Exception {
    SignalingServer server = SignalingServer.start(ConfigReader.read(OPTIONS, Map.of()));
    try {
      ChaosRun chaos =
          new ChaosRun(
              new ChaosRun.Goal(CUTS, Duration.ZERO),
              new Random().nextInt(Integer.MAX_VALUE),
              new PrintWriter(System.out, true, UTF_8));
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      assertThat(chaos.run(address)).as("no violation: each is printed above").isTrue();
      assertThat(chaos.cuts()).isGreaterThanOrEqualTo(CUTS);
      assertThat(chaos.fewestCuts()).isGreaterThanOrEqualTo(MIN_CUTS_OF_EACH_TRANSPORT);
    } finally {
      server.stop();
    }
  }
}
