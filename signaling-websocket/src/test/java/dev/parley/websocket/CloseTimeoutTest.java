package dev.parley.websocket;

import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A connection ends soon after this side has closed it, whatever the client does. */
class CloseTimeoutTest {
  private final RecordingListener.Events events = new RecordingListener.Events();

  @Test
  void clientThatDoesNotAnswerOrReadIsDisconnected() throws Exception {
    List<byte[]> large = Collections.nCopies(32, new byte[1 << 20]);
    BiConsumer<WebSocket, String> onText =
        (socket, text) -> {
          if (text.equals("large")) {
            socket.send(large, () -> {});
          }
          socket.close(1000);
        };
    try (var server = new TestServer(0, null, new MessageLimits(10, 1), events.listener(onText));
        var idle = new TestClient(server, ClientFrames.text("go"));
        var notReading = new TestClient(server, ClientFrames.text("large"));
        var invalid = new TestClient(server, ClientFrames.bytes(0xFF, 0xFF))) {
      idle.expectClose(1000);
      invalid.expectClose(1002);
      notReading.awaitDisconnect();
    }
  }
}
