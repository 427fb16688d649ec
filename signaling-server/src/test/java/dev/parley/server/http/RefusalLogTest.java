package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.LogRecorder;
import dev.parley.server.support.RawWebSocket;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** At the log level FINE, each refused request is one line. */
class RefusalLogTest {
  private static final String FORWARDED_FOR = "X-Forwarded-For: 203.0.113.9\r\n";
  private static final int TIMEOUT_MILLIS = 60_000;

  @AutoClose
  private final LogRecorder log =
      new LogRecorder(entry -> entry.getLevel() + " " + entry.getMessage()).at(Level.FINE);

  @Test
  void refusalIsLoggedWithClientRoomAndCode() throws IOException {
    try (TestServer server = new TestServer("--trusted-proxies", "127.0.0.1")) {
      upgrade(server, "Origin: https://evil.example\r\n");
      expect("FINE 203.0.113.9 in standup got forbidden: Pages of this origin may not connect");
      upgrade(server, "Sec-WebSocket-Protocol: other\r\n");
      expect("FINE 203.0.113.9 in standup got bad-message: The only supported subprotocol is");
      upgrade(server, "Content-Length: 1\r\n");
      expect("FINE 203.0.113.9 in standup got bad-message: A WebSocket request");
      request(server, "GET", "/v1/rooms/standup/peers/x/messages?ticket=secret", "");
      expect("FINE 203.0.113.9 in standup got unauthorized: This request has neither");
      request(server, "GET", "/v1/rooms/standup/peers/x/events?ticket=secret", "");
      expect("FINE 203.0.113.9 in standup got unauthorized: This request has neither");
      request(server, "POST", "/v1/rooms/standup/peers", "x");
      expect("FINE 203.0.113.9 in standup got bad-message: ");
      request(server, "POST", "/v1/rooms/standup/peers/x/messages", "x");
      expect("FINE 203.0.113.9 in standup got unauthorized: ");
      request(server, "DELETE", "/v1/rooms/standup/peers/x", "");
      expect("FINE 203.0.113.9 in standup got unauthorized: ");
      request(server, "PATCH", "/v1/rooms/standup", "");
      expect("FINE 203.0.113.9 in standup got bad-message: This URL supports only");
      request(server, "GET", "/nothing?ticket=secret", "");
      expect("FINE 203.0.113.9 at /nothing got not-found: ");
    }
  }

  @Test
  void rateLimitedJoinIsLogged() throws Exception {
    try (TestServer server =
        new TestServer("--trusted-proxies", "127.0.0.1", "--joins-per-address", "1")) {
      for (int i = 0; i < 10; i++) {
        upgrade(server, "");
      }
      log.lines().clear();
      upgrade(server, "");
      expect("FINE 203.0.113.9 in standup got rate-limited: ");
      request(server, "POST", "/v1/rooms/standup/peers", "{}");
      expect("FINE 203.0.113.9 in standup got rate-limited: ");
    }
  }

  @Test
  void forwardedHeaderOfATrustedProxyIsReportedOnce() throws IOException {
    try (TestServer server = new TestServer("--trusted-proxies", "127.0.0.1")) {
      for (int i = 0; i < 3; i++) {
        RawWebSocket.open(server.port(), "standup", "Forwarded: for=203.0.113.9\r\n").close();
      }
      assertThat(log.lines().stream().filter(line -> line.startsWith("WARNING ")))
          .singleElement()
          .asString()
          .contains("The trusted proxy 127.0.0.1 sends Forwarded, which is not read");
    }
  }

  @Test
  void refusedRequestOfAPeerIsLogged() throws Exception {
    try (TestServer server = new TestServer()) {
      HttpPeer ann = server.peer("standup", "ann").join();
      assertThat(ann.post("{\"type\":\"dance\",\"id\":1}").statusCode()).isEqualTo(400);
      awaitRefusal();
      assertThat(ann.leave().statusCode()).isEqualTo(204);
    }
    expect("FINE 127.0.0.1 in standup got unknown-type: ");
  }

  @Test
  void acceptedRequestIsNotLoggedAsARefusal() throws Exception {
    try (TestServer server = new TestServer()) {
      server.peer("standup", "ann").join();
      assertThat(log.lines()).noneMatch(RefusalLogTest::isRefusal);
    }
  }

  private static boolean isRefusal(String line) {
    return line.contains(" got ");
  }

  /** Waits, because a thread of its own delivers observations. */
  private void awaitRefusal() {
    for (int i = 0;
        i < TIMEOUT_MILLIS && log.lines().stream().noneMatch(RefusalLogTest::isRefusal);
        i++) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void expect(String beginning) {
    awaitRefusal();
    assertThat(log.lines().stream().filter(RefusalLogTest::isRefusal))
        .singleElement()
        .asString()
        .startsWith(beginning)
        .doesNotContain("secret");
    log.lines().clear();
  }

  private static void upgrade(TestServer server, String headers) throws IOException {
    RawWebSocket.open(server.port(), "standup", FORWARDED_FOR + headers).close();
  }

  private static void request(TestServer server, String method, String path, String body)
      throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(method, path, FORWARDED_FOR, body.length(), body);
    try (var connection = server.rawConnection()) {
      connection.send(request).readHead();
    }
  }
}
