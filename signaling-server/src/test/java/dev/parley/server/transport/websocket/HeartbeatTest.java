package dev.parley.server.transport.websocket;

import static dev.parley.client.Opcode.FIN;
import static dev.parley.client.Opcode.PING;
import static dev.parley.client.Opcode.PONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Frame;
import dev.parley.server.TestServer;
import dev.parley.server.support.RawWebSocket;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Ping frames find clients that have vanished, and keep clients that only have nothing to send. */
class HeartbeatTest {
  private static final String ROOM = "heartbeat";

  @AutoClose private final TestServer server = new TestServer();

  @Test
  void clientThatAnswersNoPingIsDisconnectedAfter45Seconds() throws IOException {
    try (var dead = server.joinedSocket(ROOM, "dead");
        var alive = server.joinedSocket(ROOM, "alive")) {
      assertThat(dead.receiveText()).contains("peer-joined");

      server.advance(Duration.ofSeconds(20));
      assertThat(dead.receive().opcode()).isEqualTo(PING);
      answerPing(alive);
      server.advance(Duration.ofSeconds(20));
      answerPing(alive);
      server.advance(Duration.ofSeconds(6));

      dead.awaitDisconnect();
      assertThat(alive.receiveText()).contains("peer-updated").contains("\"online\":false");
      assertThat(alive.ping()).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  private static void answerPing(RawWebSocket client) throws IOException {
    Frame ping = client.receive();
    assertThat(ping.opcode()).isEqualTo(PING);
    client.sendFrame(FIN | PONG, ping.payload().array());
    // The response to this message shows that the server has received the pong before it.
    assertThat(client.ping()).isEqualTo("{\"type\":\"pong\"}");
  }
}
