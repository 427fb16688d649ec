package dev.parley.server;

import static dev.parley.server.RawWebSocket.PING;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the clock of the machine by a day, forwards or backwards, and nobody notices. */
class ClockJumpTest {
  private static final String ROOM = "/v1/rooms/clock";
  private static final String ANN = "ann-0123456789abcdefghi";
  private static final String BEN = "ben-0123456789abcdefghi";
  private static final int BURST = 10;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ServerStage stage =
      new ServerStage(
          "--messages-per-second", "1", "--joins-per-address", "1", "--log-bytes", "65536");

  @AfterEach
  void stop() {
    http.shutdownNow();
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void noSeatIsLostAndHeartbeatsGoOn(int days) throws Exception {
    HttpPeer ben = new HttpPeer(http, stage.port(), "clock", BEN).join();
    try (var ann = joined(ANN)) {
      stage.setClock(Duration.ofDays(days));
      assertThat(stillThere(ann)).isEqualTo("{\"type\":\"pong\"}");
      assertThat(ben.poll(ben.seq(), 0).statusCode()).isEqualTo(200);

      joined("cleo-0123456789abcdefgh").close();
      assertThat(ann.next().text()).contains("peer-joined");
      assertThat(ann.next().text()).contains("\"online\":false");
      stage.setClock(Duration.ofDays(days));
      stage.advance(Duration.ofSeconds(20));
      assertThat(ann.next().opcode()).isEqualTo(PING);
      stage.advance(Duration.ofSeconds(11)); // the resume window is over
      assertThat(ann.next().text()).contains("peer-left", "timeout");
      assertThat(stillThere(ann)).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void nobodyHasToWaitForADay(int days) throws Exception {
    try (var ann = joined(ANN)) {
      for (int i = 1; i < BURST; i++) { // the join was one of the burst
        assertThat(stillThere(ann)).contains("pong");
      }
      assertThat(stillThere(ann)).contains("rate-limited");
      HttpPeer ben = new HttpPeer(http, stage.port(), "clock", BEN);
      for (int i = 1; i < BURST; i++) {
        ben.join();
        ann.next(); // is told of it
      }
      assertThat(ben.tryToJoin().statusCode()).isEqualTo(429);
      stage.setClock(Duration.ofDays(days));
      assertThat(stillThere(ann)).contains("rate-limited");
      stage.advance(Duration.ofSeconds(2));
      assertThat(stillThere(ann)).contains("pong");
      assertThat(ben.tryToJoin().statusCode()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void theNumbersOfEventsRiseAndTicketsStayGood(int days) throws Exception {
    HttpPeer ben = new HttpPeer(http, stage.port(), "clock", BEN).join();
    long first = ben.seq();
    stage.setClock(Duration.ofDays(days));
    assertThat(ben.leave().statusCode()).isEqualTo(204); // the room ends
    ben.join();
    assertThat(ben.seq()).isGreaterThan(first);
    String ticket = ben.ticket();
    stage.setClock(Duration.ofDays(days));
    try (var events = ben.events("?ticket=" + ticket)) {
      assertThat(events.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void theLogForgetsWhatIsOldAndKeepsWhatIsNot(int days) throws Exception {
    HttpPeer ben = new HttpPeer(http, stage.port(), "clock", BEN).join();
    HttpPeer ann = new HttpPeer(http, stage.port(), "clock", ANN).join();
    ann.say("{\"type\":\"message\",\"id\":1,\"data\":\"hi\"}");
    stage.setClock(Duration.ofDays(days));
    assertThat(HttpPeer.messages(ben.poll(ben.seq(), 0))).hasSize(2);
    for (int passed = 0; passed < 80; passed += 40) { // heartbeat time-out + resume window: 75
      stage.advance(Duration.ofSeconds(40));
      assertThat(ben.poll(ann.seq() + 1, 0).statusCode()).isEqualTo(200);
      stage.setClock(Duration.ofDays(days));
    }
    HttpResponse<String> tooLate = ben.poll(ben.seq(), 0);
    assertThat(JsonParser.parseString(tooLate.body()).getAsJsonObject().get("code").getAsString())
        .isEqualTo("lagged");
  }

  private static String stillThere(RawWebSocket client) throws IOException {
    client.say("{\"type\":\"ping\"}");
    return client.next().text();
  }

  private RawWebSocket joined(String key) throws IOException {
    var client = new RawWebSocket(stage.port(), ROOM, "");
    client.say("{\"type\":\"join\",\"key\":\"%s\"}".formatted(key));
    assertThat(client.next().text()).contains("\"type\":\"joined\"");
    return client;
  }
}
