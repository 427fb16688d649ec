package dev.parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chaos.ChaosRun;
import dev.parley.server.config.ConfigReader;
import dev.parley.signaling.SignalingBuilder;
import dev.parley.signaling.room.RoomPolicy;
import dev.parley.signaling.shared.SharedJournal;
import dev.parley.signaling.shared.SimulatedNetwork;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Clients lose no event while a proxy cuts their connections, and three nodes share a journal whose
 * answers are late, repeated or lost. Each connection goes to any node.
 */
class SharedChaosTest {
  private static final int NODES = 3;
  private static final int CUTS = 3_000;
  private static final double FAULT_RATE = 0.01;
  private static final Duration MAX_DELAY = Duration.ofMillis(4);

  @Test
  void noEventIsLostRepeatedOrReorderedAcrossNodes() throws Exception {
    InstantSource clock = SteadyClock.ofThisMachine();
    List<SignalingServer> servers = new ArrayList<>();
    try (SimulatedNetwork network = new SimulatedNetwork.Threaded(FAULT_RATE, MAX_DELAY)) {
      SharedJournal journal =
          new SharedJournal(
              clock, network, policy(), new SharedJournal.Trouble(new Random(), FAULT_RATE));
      byte[] secret = new byte[32];
      for (int i = 0; i < NODES; i++) {
        String name = "node" + i;
        servers.add(
            SignalingServer.start(
                ConfigReader.read(ChaosTest.OPTIONS, Map.of()),
                clock,
                builder -> builder.node(name).journal(journal.of(name)).secret(secret)));
      }
      ChaosRun chaos =
          new ChaosRun(
              new ChaosRun.Goal(CUTS, Duration.ZERO),
              new Random().nextInt(Integer.MAX_VALUE),
              new PrintWriter(System.out, true, UTF_8));
      assertThat(chaos.run(servers.stream().map(SharedChaosTest::address).toList()))
          .as("no violation: each is printed above")
          .isTrue();
    } finally {
      servers.forEach(SignalingServer::stop);
    }
  }

  private static RoomPolicy policy() {
    return new RoomPolicy(
        1_000,
        1_000,
        1 << 20,
        1 << 20,
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        SignalingBuilder.HISTORY_AGE,
        false);
  }

  private static InetSocketAddress address(SignalingServer server) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }
}
