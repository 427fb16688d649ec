package dev.parley.server;

import static dev.parley.client.Opcode.PING;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.Requests;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of the machine's clock by a day, in either direction, has no effect on clients. */
class ClockJumpTest {
  private static final String ROOM = "clock";
  private static final int BURST = 10;

  @AutoClose
  private final TestServer server =
      new TestServer(
          "--messages-per-second", "1", "--joins-per-address", "1", "--log-bytes", "65536");

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void seatsStayAndHeartbeatsGoOn(int days) throws Exception {
    HttpPeer ben = server.peer(ROOM, "ben").join();
    try (var ann = server.joinedSocket(ROOM, "ann")) {
      server.changeClock(Duration.ofDays(days));
      assertThat(ann.ping()).isEqualTo("{\"type\":\"pong\"}");
      assertThat(ben.poll(ben.seq()).statusCode()).isEqualTo(200);

      server.joinedSocket(ROOM, "cleo").close();
      assertThat(ann.receiveText()).contains("peer-joined");
      assertThat(ann.receiveText()).contains("\"online\":false");
      server.changeClock(Duration.ofDays(days));
      server.advance(Duration.ofSeconds(20));
      assertThat(ann.receive().opcode()).isEqualTo(PING);
      server.advance(Duration.ofSeconds(11)); // the resume window is over
      assertThat(ann.receiveText()).contains("peer-left", "timeout");
      assertThat(ann.ping()).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void rateLimitsRecoverNeitherSoonerNorLater(int days) throws Exception {
    try (var ann = server.joinedSocket(ROOM, "ann")) {
      for (int i = 1; i < BURST; i++) { // the join was the first of the burst
        assertThat(ann.ping()).contains("pong");
      }
      assertThat(ann.ping()).contains("rate-limited");
      HttpPeer ben = server.peer(ROOM, "ben");
      for (int i = 1; i < BURST; i++) {
        ben.join();
        assertThat(ann.receiveText()).contains("peer-");
      }
      assertThat(ben.tryToJoin().statusCode()).isEqualTo(429);
      server.changeClock(Duration.ofDays(days));
      assertThat(ann.ping()).contains("rate-limited");
      server.advance(Duration.ofSeconds(2));
      assertThat(ann.ping()).contains("pong");
      assertThat(ben.tryToJoin().statusCode()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void eventNumbersIncreaseAndTicketsStayValid(int days) throws Exception {
    HttpPeer ben = server.peer(ROOM, "ben").join();
    long first = ben.seq();
    server.changeClock(Duration.ofDays(days));
    assertThat(ben.leave().statusCode()).isEqualTo(204); // which ends the room
    ben.join();
    assertThat(ben.seq()).isGreaterThan(first);
    server.changeClock(Duration.ofDays(days));
    try (var events = ben.stream()) {
      assertThat(events.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void logExpiresByElapsedTime(int days) throws Exception {
    HttpPeer ben = server.peer(ROOM, "ben").join();
    HttpPeer ann = server.peer(ROOM, "ann").join();
    ann.post(Requests.message(1, "hi"));
    server.changeClock(Duration.ofDays(days));
    assertThat(HttpPeer.messages(ben.poll(ben.seq()))).hasSize(2);
    for (int passed = 0; passed < 80; passed += 40) { // heartbeat timeout and resume window: 75
      server.advance(Duration.ofSeconds(40));
      assertThat(ben.poll(ann.seq() + 1).statusCode()).isEqualTo(200);
      server.changeClock(Duration.ofDays(days));
    }
    HttpResponse<String> tooLate = ben.poll(ben.seq());
    assertThat(JsonParser.parseString(tooLate.body()).getAsJsonObject().get("code").getAsString())
        .isEqualTo("lagged");
  }
}
