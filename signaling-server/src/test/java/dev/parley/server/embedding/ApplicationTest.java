package dev.parley.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.parley.scenario.Connection;
import dev.parley.scenario.ManualClock;
import dev.parley.scenario.RemoteServer;
import dev.parley.scenario.Scenario;
import dev.parley.scenario.ScenarioResult;
import dev.parley.scenario.ScenarioRunner;
import dev.parley.scenario.ServerUnderTest;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.PeerKey;
import io.undertow.server.handlers.ResponseCodeHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The application of docs/embedding.md: all scenarios, and the end of connections. */
class ApplicationTest {
  private static final Path SCENARIOS = Path.of("..", "protocol", "scenarios");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final ManualClock clock = new ManualClock();
  private final Signaling signaling = Signaling.builder().clock(clock).build();
  private final Application application =
      new Application(0, ResponseCodeHandler.HANDLE_200, signaling);
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    application.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    http.shutdownNow();
    application.stop();
  }

  @Test
  void offerReachesTheOtherPeer() throws Exception {
    try (WebSocketPeer ann = peer();
        WebSocketPeer ben = peer()) {
      ann.join();
      JsonObject joined = ben.join();
      assertThat(joined.getAsJsonArray("peers")).hasSize(1);
      ben.send("{\"type\":\"offer\",\"id\":1,\"to\":\"%s\",\"sdp\":\"v=0\"}".formatted(ann.id()));

      ann.receive("peer-joined");
      JsonObject offer = ann.receive("offer");
      assertThat(offer.get("from").getAsString()).isEqualTo(ben.id().value());
      assertThat(offer.get("sdp").getAsString()).isEqualTo("v=0");
      assertThat(ben.receive("ack").get("received").getAsInt()).as("sent by a tick").isEqualTo(1);
    }
  }

  /**
   * All but that of close code 1001: Undertow's listeners receive this code for a lost connection,
   * too, so the example ignores it.
   */
  @TestFactory
  List<DynamicTest> scenarios() throws IOException {
    return Scenario.in(SCENARIOS).stream()
        .filter(file -> !file.endsWith("going-away.scenario"))
        .map(this::test)
        .toList();
  }

  private DynamicTest test(Path file) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          try (RemoteServer sockets = new RemoteServer(uri("http", ""))) {
            ScenarioResult result =
                new ScenarioRunner(onClock(sockets), TIMEOUT).run(Scenario.read(file));
            assertThat(result.passed()).as(result.report()).isTrue();
          }
        });
  }

  private ServerUnderTest onClock(RemoteServer sockets) {
    return new ServerUnderTest() {
      @Override
      public Connection connect(String room) throws IOException, InterruptedException {
        return sockets.connect(room);
      }

      @Override
      public void advance(Duration time) {
        pass(time);
      }
    };
  }

  private void pass(Duration time) {
    clock.advance(time);
    signaling.tick();
  }

  @Test
  void clientThatReadsNothingGoesOfflineAfter45Seconds() throws Exception {
    try (WebSocketPeer ann = peer()) {
      ann.join();
      WebSocket notReading =
          http.newWebSocketBuilder()
              .buildAsync(uri("ws", "/v1/rooms/standup"), new NotReading())
              .join();
      notReading
          .sendText("{\"type\":\"join\",\"key\":\"%s\"}".formatted(PeerKey.random().value()), true)
          .join();
      ann.receive("peer-joined");
      for (int i = 0; i < 4; i++) {
        pass(Duration.ofSeconds(10));
        ann.send("{\"type\":\"ping\"}");
        ann.receive("pong");
      }
      pass(Duration.ofSeconds(6));

      JsonObject lost = ann.receive("peer-updated").getAsJsonObject("peer");
      assertThat(lost.get("online").getAsBoolean()).isFalse();
      ann.send("{\"type\":\"ping\"}");
      ann.receive("pong");
    }
  }

  /** Requests no messages, so that the JDK's client does not read, and does not answer pings. */
  private static final class NotReading implements WebSocket.Listener {
    @Override
    public void onOpen(WebSocket socket) {}
  }

  @Test
  void invalidRoomNameClosesWith4400() throws Exception {
    try (WebSocketPeer client = new WebSocketPeer(application.port(), "no%20room")) {
      assertThat(client.closeCode()).isEqualTo(4400);
    }
  }

  @Test
  void applicationServesItsOwnPages() throws Exception {
    HttpRequest page = HttpRequest.newBuilder(uri("http", "/")).build();

    assertThat(http.send(page, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  @Test
  void stopClosesAllConnectionsWith1012() throws Exception {
    try (WebSocketPeer ann = peer()) {
      ann.join();
      application.stop();

      ann.receive("bye");
      assertThat(ann.closeCode()).isEqualTo(1012);
      assertThat(signaling.isIdle()).isTrue();
    }
  }

  private WebSocketPeer peer() throws IOException, InterruptedException {
    return new WebSocketPeer(application.port(), "standup");
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + application.port() + path);
  }
}
