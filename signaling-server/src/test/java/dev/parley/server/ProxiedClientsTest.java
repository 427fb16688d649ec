package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Behind a trusted proxy each request counts for its client, and the proxy's connections do not.
 */
class ProxiedClientsTest {
  private static final String HERE = "203.0.113.1";
  private static final String THERE = "203.0.113.2";

  private final ServerStage stage =
      new ServerStage("--trusted-proxies", "127.0.0.1", "--connections-per-address", "2");
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    http.shutdownNow();
    stage.close();
  }

  @Test
  void aPollThatWaitsCounts() throws Exception {
    int polls = 0;
    do { // those that come while the status is asked for are refused, perhaps
      poll(HERE, "waits" + polls++);
    } while (!status(HERE).startsWith("HTTP/1.1 429"));
    assertThat(status(THERE)).startsWith("HTTP/1.1 200");
    for (int i = 0; i < 10; i++) { // without a request, a connection of the proxy is nobody's
      open.add(new Socket(InetAddress.getLoopbackAddress(), stage.port()));
    }
    assertThat(status(THERE)).startsWith("HTTP/1.1 200");
    open.removeFirst().close();
  }

  @Test
  void aBodyThatDoesNotComeCounts() throws Exception {
    do {
      send(
          "POST /v1/rooms/bodies/peers HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\nContent-Length: 9\r\n\r\n"
              .formatted(HERE));
    } while (!status(HERE).startsWith("HTTP/1.1 429"));
    assertThat(status(THERE)).startsWith("HTTP/1.1 200");
    for (Socket socket : open) {
      socket.close();
    }
    while (!status(HERE).startsWith("HTTP/1.1 200")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aWebSocketCountsUntilItEnds() throws Exception {
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
    return new RawWebSocket(stage.port(), "/v1/rooms/proxied", "X-Forwarded-For: " + HERE + "\r\n");
  }

  private void poll(String client, String room) throws Exception {
    String key = room + "-0123456789abcdefghi";
    var peer = new HttpPeer(http, stage.port(), room, key).join();
    send(
        "GET %s/messages?wait=55&after=%d HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(peer.self().getPath(), peer.seq(), client, key));
  }

  private String status(String client) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\nConnection: close\r\n\r\n"
                  .formatted(client)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private void send(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port());
    open.add(socket);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }
}
