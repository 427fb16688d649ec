package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log has at the level FINE of requests that are refused: one line for each. */
class RefusalLogTest {
  private static final Logger LOG = Logger.getLogger("parley");
  private static final String CLIENT = "203.0.113.9";

  private static final int PATIENCE = 60_000;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler recorder =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    recorder.setLevel(Level.ALL);
    LOG.addHandler(recorder);
    LOG.setLevel(Level.FINE);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(recorder);
    LOG.setLevel(null);
  }

  @Test
  void eachRefusalIsOneLineWithTheClientAndTheRoom() throws IOException {
    try (ServerStage stage = new ServerStage("--trusted-proxies", "127.0.0.1")) {
      upgrade(stage, "Origin: https://evil.example\r\n");
      expect("FINE 203.0.113.9 in standup got forbidden: Pages of this origin may not connect");
      upgrade(stage, "Sec-WebSocket-Protocol: other\r\n");
      expect("FINE 203.0.113.9 in standup got bad-message: The only subprotocol here");
      upgrade(stage, "Content-Length: 1\r\n");
      expect("FINE 203.0.113.9 in standup got bad-message: A WebSocket request");
      request(stage, "GET", "/v1/rooms/standup/peers/x/messages?ticket=secret", "");
      expect("FINE 203.0.113.9 in standup got unauthorized: Neither the ticket");
      request(stage, "GET", "/v1/rooms/standup/peers/x/events?ticket=secret", "");
      expect("FINE 203.0.113.9 in standup got unauthorized: Neither the ticket");
      request(stage, "POST", "/v1/rooms/standup/peers", "x");
      expect("FINE 203.0.113.9 in standup got bad-message: ");
      request(stage, "POST", "/v1/rooms/standup/peers/x/messages", "x");
      expect("FINE 203.0.113.9 in standup got unauthorized: ");
      request(stage, "DELETE", "/v1/rooms/standup/peers/x", "");
      expect("FINE 203.0.113.9 in standup got unauthorized: ");
      request(stage, "PATCH", "/v1/rooms/standup", "");
      expect("FINE 203.0.113.9 in standup got bad-message: This address takes other");
      request(stage, "GET", "/nothing?ticket=secret", "");
      expect("FINE 203.0.113.9 at /nothing got not-found: ");
    }
  }

  @Test
  void soIsOneThatComesTooOften() throws Exception {
    try (ServerStage stage =
        new ServerStage("--trusted-proxies", "127.0.0.1", "--joins-per-address", "1")) {
      for (int i = 0; i < 10; i++) {
        upgrade(stage, "");
      }
      lines.clear();
      upgrade(stage, "");
      expect("FINE 203.0.113.9 in standup got rate-limited: ");
      request(stage, "POST", "/v1/rooms/standup/peers", "{}");
      expect("FINE 203.0.113.9 in standup got rate-limited: ");
    }
  }

  @Test
  void aTrustedProxyThatSaysItInAnotherFieldIsToldOfOnce() throws IOException {
    try (ServerStage stage = new ServerStage("--trusted-proxies", "127.0.0.1")) {
      for (int i = 0; i < 3; i++) {
        new RawWebSocket(stage.port(), "/v1/rooms/standup", "Forwarded: for=203.0.113.9\r\n")
            .close();
      }
      assertThat(lines.stream().filter(line -> line.startsWith("WARNING ")))
          .singleElement()
          .asString()
          .contains("The trusted proxy 127.0.0.1 sends Forwarded, which is not read");
    }
  }

  @Test
  void soIsWhatAPeerSaysThatHasItsSeat() throws Exception {
    try (ServerStage stage = new ServerStage();
        HttpClient http = HttpClient.newHttpClient()) {
      HttpPeer ann = new HttpPeer(http, stage.port(), "standup", "a-key-of-somebody-012345").join();
      assertThat(ann.say("{\"type\":\"dance\",\"id\":1}").statusCode()).isEqualTo(400);
      awaitRefusal();
      assertThat(ann.leave().statusCode()).isEqualTo(204);
    }
    expect("FINE 127.0.0.1 in standup got unknown-type: ");
  }

  @Test
  void whatIsNotRefusedIsNoLineOfThese() throws Exception {
    try (ServerStage stage = new ServerStage();
        HttpClient http = HttpClient.newHttpClient()) {
      new HttpPeer(http, stage.port(), "standup", "a-key-of-somebody-012345").join();
      assertThat(lines).noneMatch(RefusalLogTest::isRefusal);
    }
  }

  private static boolean isRefusal(String line) {
    return line.contains(" got ");
  }

  /** Observations are delivered by a thread of their own. */
  private void awaitRefusal() {
    for (int i = 0; i < PATIENCE && lines.stream().noneMatch(RefusalLogTest::isRefusal); i++) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void expect(String beginning) {
    awaitRefusal();
    assertThat(lines.stream().filter(RefusalLogTest::isRefusal))
        .singleElement()
        .asString()
        .startsWith(beginning)
        .doesNotContain("secret");
    lines.clear();
  }

  private static void upgrade(ServerStage stage, String fields) throws IOException {
    new RawWebSocket(
            stage.port(), "/v1/rooms/standup", "X-Forwarded-For: " + CLIENT + "\r\n" + fields)
        .close();
  }

  private static void request(ServerStage stage, String method, String path, String body)
      throws IOException {
    String request =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "
            + CLIENT
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    new RawWebSocket(stage.port(), request).close();
  }
}
