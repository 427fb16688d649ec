package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Behind a trusted proxy, requests that are in progress count as connections of their client, and
 * the proxy's own connections do not count.
 */
class ProxiedClientsTest {
  private static final String CLIENT = "203.0.113.1";
  private static final String OTHER = "203.0.113.2";

  @AutoClose
  private final TestServer server =
      new TestServer("--trusted-proxies", "127.0.0.1", "--connections-per-address", "2");

  private final List<RawHttpConnection> open = new ArrayList<>();

  @AfterEach
  void closeConnections() throws IOException {
    for (RawHttpConnection connection : open) {
      connection.close();
    }
  }

  @Test
  void waitingPollCounts() throws Exception {
    int polls = 0;
    do { // a poll that arrives while the status is requested may be refused
      poll("room-" + polls++);
    } while (!getAs(CLIENT).startsWith("HTTP/1.1 429"));
    assertThat(getAs(OTHER)).startsWith("HTTP/1.1 200");
    for (int i = 0; i < 10; i++) { // without a request, a proxy's connection has no client
      open.add(server.rawConnection());
    }
    assertThat(getAs(OTHER)).startsWith("HTTP/1.1 200");
    open.removeFirst().close();
  }

  @Test
  void incompleteBodyCounts() throws Exception {
    do {
      send(
          "POST /v1/rooms/bodies/peers HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\nContent-Length: 9\r\n\r\n"
              .formatted(CLIENT));
    } while (!getAs(CLIENT).startsWith("HTTP/1.1 429"));
    assertThat(getAs(OTHER)).startsWith("HTTP/1.1 200");
    for (RawHttpConnection connection : open) {
      connection.close();
    }
    while (!getAs(CLIENT).startsWith("HTTP/1.1 200")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void webSocketCountsUntilItEnds() throws Exception {
    var first = upgrade();
    try (var second = upgrade()) {
      assertThat(first.status()).isEqualTo(101);
      assertThat(second.status()).isEqualTo(101);
      assertThat(upgrade().status()).isEqualTo(429);
      first.close();
      while (upgrade().status() != 101) {
        Thread.onSpinWait();
      }
    }
  }

  private RawWebSocket upgrade() throws IOException {
    return RawWebSocket.open(server.port(), "proxied", "X-Forwarded-For: " + CLIENT + "\r\n");
  }

  private void poll(String room) throws Exception {
    var peer = server.peer(room, "ann").join();
    send(
        "GET %s/messages?wait=55&after=%d HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(peer.self().getPath(), peer.seq(), CLIENT, Requests.key("ann")));
  }

  private String getAs(String client) throws IOException {
    return server.exchange(
        "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\nConnection: close\r\n\r\n"
            .formatted(client));
  }

  private void send(String request) throws IOException {
    open.add(server.rawConnection().send(request));
  }
}
