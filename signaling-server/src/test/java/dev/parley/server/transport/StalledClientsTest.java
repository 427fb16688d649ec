package dev.parley.server.transport;

import static dev.parley.client.Opcode.FIN;
import static dev.parley.client.Opcode.PONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A client that reads nothing is disconnected, even if it goes on sending. */
class StalledClientsTest {
  private static final String ROOM = "stalled";
  private static final String FILLER = "x".repeat(60_000);
  private static final int ROUNDS = 200;

  @AutoClose private final TestServer server = new TestServer("--messages-per-second", "100000");

  @Test
  void clientThatRequestsFilesAndReadsNoneIsDisconnected() throws Exception {
    try (var connection = RawHttpConnection.openWithSmallBuffer(server.port())) {
      Thread requesting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    connection.send("GET /ui/app.js HTTP/1.1\r\nHost: x\r\n\r\n");
                  }
                } catch (IOException e) {
                  // disconnected
                }
              });
      boolean open = true;
      for (int round = 0; open && round < ROUNDS; round++) {
        server.advance(
            Duration.ofSeconds(46)); // repeated, because it takes a while to fill buffers
        open = !requesting.join(Duration.ofMillis(50));
      }
      assertThat(open).isFalse();
    }
  }

  @Test
  void webSocketThatReadsNothingIsDisconnectedDespitePongs() throws Exception {
    try (var stalled =
            RawWebSocket.upgrade(RawHttpConnection.openWithSmallBuffer(server.port()), ROOM);
        var sender = server.socket(ROOM)) {
      stalled.join("stalled");
      sender.join("sender");
      for (int id = 1; id <= 200; id++) {
        sender.send(Requests.message(id, FILLER));
      }
      String received = "";
      for (int round = 0; round < ROUNDS && !received.contains("\"online\":false"); round++) {
        sendPong(stalled);
        sendPong(sender);
        server.advance(Duration.ofSeconds(10));
        sender.send(Requests.PING);
        received = sender.receiveUntil("\"pong\"");
      }
      assertThat(received).contains("\"online\":false");
    }
  }

  private static void sendPong(RawWebSocket socket) {
    try {
      socket.sendFrame(FIN | PONG);
    } catch (IOException e) {
      // disconnected
    }
  }
}
