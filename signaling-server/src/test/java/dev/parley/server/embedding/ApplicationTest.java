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

/** The application with rooms that docs/embedding.md shows, over the JDK's own WebSockets. */
class ApplicationTest {
  private static final Path SCENARIOS = Path.of("..", "protocol", "scenarios");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
  void anOfferGoesFromOnePeerToTheOther() throws Exception {
    try (Guest ann = guest();
        Guest ben = guest()) {
      ann.join();
      JsonObject joined = ben.join();
      assertThat(joined.getAsJsonArray("peers")).hasSize(1);
      ben.say("{\"type\":\"offer\",\"id\":1,\"to\":\"%s\",\"sdp\":\"v=0\"}".formatted(ann.id()));

      ann.hear("peer-joined");
      JsonObject offer = ann.hear("offer");
      assertThat(offer.get("from").getAsString()).isEqualTo(ben.id().value());
      assertThat(offer.get("sdp").getAsString()).isEqualTo("v=0");
      assertThat(ben.hear("ack").get("received").getAsInt()).as("told by a tick").isEqualTo(1);
    }
  }

  @TestFactory
  List<DynamicTest> itSpeaksTheWholeProtocol() throws IOException {
    return Scenario.in(SCENARIOS).stream().map(this::test).toList();
  }

  private DynamicTest test(Path file) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          try (RemoteServer sockets = new RemoteServer(uri("http", ""))) {
            ScenarioResult result =
                new ScenarioRunner(onClock(sockets), PATIENCE).run(Scenario.read(file));
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
  void aClientThatReadsNothingIsShownAsLostAfter45SecondsAndOneThatIsSilentIsNot()
      throws Exception {
    try (Guest ann = guest()) {
      ann.join();
      WebSocket deaf =
          http.newWebSocketBuilder().buildAsync(uri("ws", "/v1/rooms/standup"), new Deaf()).join();
      deaf.sendText("{\"type\":\"join\",\"key\":\"%s\"}".formatted(PeerKey.random().value()), true)
          .join();
      ann.hear("peer-joined");
      for (int i = 0; i < 4; i++) {
        pass(Duration.ofSeconds(10));
        ann.say("{\"type\":\"ping\"}");
        ann.hear("pong");
      }
      pass(Duration.ofSeconds(6));

      JsonObject lost = ann.hear("peer-updated").getAsJsonObject("peer");
      assertThat(lost.get("online").getAsBoolean()).isFalse();
      ann.say("{\"type\":\"ping\"}");
      ann.hear("pong");
    }
  }

  /** Asks for nothing, so that it does not answer pings either. */
  private static final class Deaf implements WebSocket.Listener {
    @Override
    public void onOpen(WebSocket socket) {}
  }

  @Test
  void aRoomThatCannotBeIsClosedAtOnce() throws Exception {
    try (Guest nowhere = new Guest(application.port(), "no%20room")) {
      assertThat(nowhere.closed()).isEqualTo(4400);
    }
  }

  @Test
  void itsOwnPagesAreThereAsWell() throws Exception {
    HttpRequest page = HttpRequest.newBuilder(uri("http", "/")).build();

    assertThat(http.send(page, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  @Test
  void atTheEndEverybodyIsToldToComeAgain() throws Exception {
    try (Guest ann = guest()) {
      ann.join();
      application.stop();

      ann.hear("bye");
      assertThat(ann.closed()).isEqualTo(1012);
      assertThat(signaling.isIdle()).isTrue();
    }
  }

  private Guest guest() throws IOException, InterruptedException {
    return new Guest(application.port(), "standup");
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + application.port() + path);
  }
}
