package dev.parley.server;

import static dev.parley.server.RawWebSocket.FIN;
import static dev.parley.server.RawWebSocket.PING;
import static dev.parley.server.RawWebSocket.PONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that has gone without a word is found out; one that is only silent is not. */
class HeartbeatTest {
  private ServerStage stage;

  @BeforeEach
  void start() {
    stage = new ServerStage();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void whoDoesNotAnswerPingsIsShownAsLostAfter45SecondsAndWhoDoesStays() throws IOException {
    try (var dead = joined("dead-0123456789abcdefgh");
        var alive = joined("alive-0123456789abcdefgh")) {
      assertThat(dead.next().text()).contains("peer-joined");

      stage.advance(Duration.ofSeconds(20));
      assertThat(dead.next().opcode()).isEqualTo(PING);
      answerPing(alive);
      stage.advance(Duration.ofSeconds(20));
      answerPing(alive);
      stage.advance(Duration.ofSeconds(6));

      assertThat(dead.ends()).isTrue();
      assertThat(alive.next().text()).contains("peer-updated").contains("\"online\":false");
      stillThere(alive);
    }
  }

  private static void answerPing(RawWebSocket client) throws IOException {
    RawWebSocket.Frame ping = client.next();
    assertThat(ping.opcode()).isEqualTo(PING);
    client.frame(FIN | PONG, ping.payload().array());
    stillThere(client); // and so the pong before it has been seen, too
  }

  private static void stillThere(RawWebSocket client) throws IOException {
    client.say("{\"type\":\"ping\"}");
    assertThat(client.next().text()).isEqualTo("{\"type\":\"pong\"}");
  }

  private RawWebSocket joined(String key) throws IOException {
    var client = new RawWebSocket(stage.port(), "/v1/rooms/heartbeat", "");
    client.say("{\"type\":\"join\",\"key\":\"%s\"}".formatted(key));
    assertThat(client.next().text()).contains("joined");
    return client;
  }
}
