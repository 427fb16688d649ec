package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawHttpPeer;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a low limit of open files refuses connections before it reaches that limit. */
class OpenFileLimitTest {
  private static final String ADDRESS = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";

  @TempDir private Path folder;

  @Test
  void connectionsOverTheLimitAreRefusedAndLoggedOnce() throws Exception {
    try (var server = new ServerProcess(folder, 256, List.of())) {
      List<RawWebSocket> open = new ArrayList<>();
      int refused = 0;
      for (int i = 0; i < 240; i++) {
        var client = RawWebSocket.upgrade(server.connect("127.0.0." + (1 + i % 8)), "full" + i);
        if (client.status() == 101) {
          open.add(client);
        } else {
          assertThat(client.status()).isEqualTo(503);
          assertThat(client.responseHead()).contains("Retry-After: 1", "Connection: close");
          refused++;
          client.close();
        }
      }
      assertThat(open).hasSizeGreaterThan(64);
      assertThat(refused).isPositive();
      assertThat(server.output()).containsOnlyOnce("connections are in use");
      server.assertHealthy();

      for (RawWebSocket client : open) {
        client.close();
      }
      while (!isAccepted(server) || !server.output().contains("Connections are available again")) {
        Thread.onSpinWait();
      }
      server.assertHealthy();
    }
  }

  /** One address may have half of all connections. */
  @Test
  void oneAddressCannotUseAllConnections() throws Exception {
    try (var server = new ServerProcess(folder, 256, List.of())) {
      List<RawHttpConnection> idle = idleConnections(server, 300);
      var refused = RawWebSocket.upgrade(server.connect(ADDRESS), "attacker");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.responseHead()).contains("Retry-After: 1", "Connection: close");
      var other = RawWebSocket.upgrade(server.connect(OTHER), "others");
      assertThat(other.status()).isEqualTo(101);
      server.assertHealthy();
      close(idle);
      other.close();
    }
  }

  @Test
  void idleConnectionsDoNotPreventAnswers() throws Exception {
    try (var server = new ServerProcess(folder, 160, List.of())) {
      List<RawHttpConnection> idle = idleConnections(server, 200);
      server.assertHealthy(); // on a connection from the same address
      close(idle);
      while (!isAccepted(server)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void longPollsCountAsConnections() throws Exception {
    try (var server = new ServerProcess(folder, 400, List.of("-Xmx128m"))) {
      List<RawHttpConnection> polls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        RawHttpPeer peer = new RawHttpPeer(server, ADDRESS, "room" + i, "poll-" + i);
        if (peer.hasJoined()) {
          polls.add(peer.poll(55));
        }
      }
      assertThat(polls.size()).isBetween(100, 200); // half of all connections
      server.assertHealthy();
      close(polls);
    }
  }

  private static List<RawHttpConnection> idleConnections(ServerProcess server, int count)
      throws IOException {
    List<RawHttpConnection> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connections.add(server.connect(ADDRESS));
    }
    return connections;
  }

  private static void close(List<RawHttpConnection> connections) throws IOException {
    for (RawHttpConnection connection : connections) {
      connection.close();
    }
  }

  private static boolean isAccepted(ServerProcess server) throws IOException {
    try (var client = RawWebSocket.upgrade(server.connect(ADDRESS), "afterwards")) {
      return client.status() == 101;
    }
  }
}
