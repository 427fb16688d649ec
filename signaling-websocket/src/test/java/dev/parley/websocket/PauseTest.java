package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebSocket that is not read for a while. */
@ParameterizedClass(name = "TLS: {0}")
@ValueSource(booleans = {false, true})
class PauseTest {
  /** Together more than is read at once, and less than the system keeps. */
  private static final int MANY = 300;

  private static final String LONG = "x".repeat(1_000);

  private final Recorder.Lines lines = new Recorder.Lines();
  private final AtomicReference<WebSocket> paused = new AtomicReference<>();
  private final boolean secure;

  PauseTest(boolean secure) {
    this.secure = secure;
  }

  private void act(WebSocket socket, String text) {
    switch (text) {
      case "pause" -> {
        paused.set(socket);
        socket.pause();
      }
      case "resume" -> paused.get().resume();
      case "close" -> socket.close(1000);
      default -> {}
    }
  }

  private WebSocketServer server() {
    BiConsumer<WebSocket, String> act = this::act;
    return new WebSocketServer(
        0, secure ? Certificate.showing() : null, new Limits(1_000_000, 10), lines.acting(act));
  }

  @Test
  void whatHasBeenReadIsReceivedAndTheRestWhenItIsReadAgain() throws Exception {
    try (var server = server();
        var peer = new Peer(server);
        var other = new Peer(server)) {
      peer.send(Wire.text("pause"), Wire.text("read"));
      lines.next("heard");
      lines.next("pause");
      lines.next("read");
      peer.send(Wire.text("later"));
      for (int i = 0; i < 10; i++) { // both are served by one thread, which sees all that is ready
        other.send(Wire.text("other"));
        lines.next("heard");
        lines.next("other");
      }
      other.send(Wire.text("resume"));
      lines.next("heard");
      lines.next("resume");
      lines.next("heard");
      lines.next("later");
    }
  }

  @Test
  void nothingIsLostOfMuchThatCameAtOnce() throws Exception {
    byte[][] much = new byte[MANY][];
    for (int i = 0; i < MANY; i++) {
      much[i] = Wire.text(i == 0 ? "pause" : i + LONG);
    }
    try (var server = server();
        var peer = new Peer(server);
        var other = new Peer(server)) {
      peer.send(much);
      lines.next("heard");
      lines.next("pause");
      other.send(Wire.text("resume"));
      for (int i = 1; i < MANY; ) {
        String line = lines.next();
        if (!line.equals("heard") && !line.equals("resume")) {
          assertThat(line).isEqualTo(i + LONG);
          i++;
        }
      }
    }
  }

  @Test
  void itIsReadAgainWhenItClosesForThePeersAnswer() throws Exception {
    try (var server = server();
        var peer = new Peer(server)) {
      peer.send(Wire.text("pause"), Wire.text("close"));
      peer.hears(Opcode.CLOSE, Wire.bytes(1000 >> 8, 1000));
      peer.send(Wire.close(1000));
      peer.hearsTheEnd();
    }
  }
}
