package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that may open few files refuses in time, answers always, and goes on when it can. */
class OpenFileLimitTest {
  private static final String ME = "127.0.0.1";

  @TempDir private Path folder;

  @Test
  void aConnectionTooManyIsToldSoAndTheLogHearsItOnce() throws Exception {
    try (var server = new ServerProcess(folder, 256, List.of())) {
      List<RawWebSocket> open = new ArrayList<>();
      int refused = 0;
      for (int i = 0; i < 240; i++) {
        var client = RawWebSocket.over(server.connect("127.0.0." + (1 + i % 8)), "full" + i);
        if (client.status() == 101) {
          open.add(client);
        } else {
          assertThat(client.status()).isEqualTo(503);
          assertThat(client.response()).contains("Retry-After: 1", "Connection: close");
          refused++;
          client.close();
        }
      }
      assertThat(open).hasSizeGreaterThan(64);
      assertThat(refused).isPositive();
      assertThat(server.said()).containsOnlyOnce("connections are in use");
      server.assertAlive();

      for (RawWebSocket client : open) {
        client.close();
      }
      while (!isLetIn(server) || !server.said().contains("There is place for connections again")) {
        Thread.onSpinWait();
      }
      server.assertAlive();
    }
  }

  /** Half of all connections is what one address may have; the rest of its own are refused. */
  @Test
  void oneAddressCannotKeepOthersOut() throws Exception {
    try (var server = new ServerProcess(folder, 256, List.of())) {
      List<Socket> mine = silent(server, ME, 300);
      var refused = RawWebSocket.over(server.connect(ME), "mine");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.response()).contains("Retry-After: 1", "Connection: close");
      var other = RawWebSocket.over(server.connect("127.0.0.2"), "others");
      assertThat(other.status()).isEqualTo(101);
      server.assertAlive();
      close(mine);
      other.close();
    }
  }

  @Test
  void silentConnectionsDoNotKeepTheServerFromAnswering() throws Exception {
    try (var server = new ServerProcess(folder, 160, List.of())) {
      List<Socket> silent = silent(server, ME, 200);
      server.assertAlive(); // over a connection from the same address
      close(silent);
      while (!isLetIn(server)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void pollsAreConnectionsToo() throws Exception {
    try (var server = new ServerProcess(folder, 400, List.of("-Xmx128m"))) {
      List<Socket> polls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String key = "poll-%d-0123456789abcdefgh".formatted(i);
        RawPeer peer = new RawPeer(server, ME, "room" + i, key);
        if (peer.isIn()) {
          polls.add(peer.poll(55));
        }
      }
      assertThat(polls.size()).isBetween(100, 200); // half of the place that there is
      server.assertAlive();
      close(polls);
    }
  }

  private static List<Socket> silent(ServerProcess server, String from, int count)
      throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(server.connect(from));
    }
    return sockets;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static boolean isLetIn(ServerProcess server) throws IOException {
    try (var client = RawWebSocket.over(server.connect(ME), "relief")) {
      return client.status() == 101;
    }
  }
}
