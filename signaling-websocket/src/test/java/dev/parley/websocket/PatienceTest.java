package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Nobody can keep a connection that has been closed. */
class PatienceTest {
  private final Recorder.Lines lines = new Recorder.Lines();

  @Test
  void whoDoesNotCloseInTurnOrDoesNotReadIsCut() throws Exception {
    List<byte[]> much = Collections.nCopies(32, new byte[1 << 20]);
    BiConsumer<WebSocket, String> act =
        (socket, text) -> {
          if (text.equals("much")) {
            socket.send(much, () -> {});
          }
          socket.close(1000);
        };
    try (var server = new WebSocketServer(0, null, new Limits(10, 1), lines.acting(act));
        var silent = new Peer(server, Wire.text("go"));
        var deaf = new Peer(server, Wire.text("much"));
        var wrong = new Peer(server, Wire.bytes(0xFF, 0xFF))) {
      silent.hearsClose(1000);
      wrong.hearsClose(1002);
      assertThat(deaf.ends()).isTrue();
    }
  }
}
