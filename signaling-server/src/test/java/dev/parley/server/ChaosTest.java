package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chaos.Chaos;
import dev.parley.server.config.ConfigReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A network that breaks at every byte, over all transports; docs/chaos.md says how. */
class ChaosTest {
  private static final int CUTS = 10_000;
  private static final int CUTS_OF_EACH_TRANSPORT = 1_000;

  /** Generous to many clients at one address, and quick to find out who is lost. */
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
  void nothingIsLostRepeatedOrReorderedHoweverConnectionsBreak() throws Exception {
    SignalingServer server = SignalingServer.start(ConfigReader.read(OPTIONS, Map.of()));
    try {
      Chaos chaos =
          new Chaos(
              new Chaos.Goal(CUTS, Duration.ZERO),
              new Random().nextInt(Integer.MAX_VALUE),
              System.out);
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      assertThat(chaos.run(address)).as("all was well; what was not is printed above").isTrue();
      assertThat(chaos.cuts()).isGreaterThanOrEqualTo(CUTS);
      assertThat(chaos.fewestCuts()).isGreaterThanOrEqualTo(CUTS_OF_EACH_TRANSPORT);
    } finally {
      server.stop();
    }
  }
}
