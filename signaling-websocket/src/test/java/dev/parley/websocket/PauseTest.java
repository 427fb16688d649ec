package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** {@link WebSocket#pause} and {@link WebSocket#resume}. */
class PauseTest extends AbstractRecordingTest {
  /** Together more than one read, and less than the operating system buffers. */
  private static final int COUNT = 300;

  private static final String PADDING = "x".repeat(1_000);

  private final AtomicReference<WebSocket> paused = new AtomicReference<>();

  PauseTest(boolean secure) {
    super(secure);
  }

  private void react(WebSocket socket, String text) {
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

  @Test
  void messagesAlreadyReadAreDeliveredAndOthersAfterResume() throws Exception {
    try (var server = server(this::react);
        var client = new TestClient(server);
        var other = new TestClient(server)) {
      client.send(ClientFrames.text("pause"), ClientFrames.text("read"));
      events.expect("activity");
      events.expect("pause");
      events.expect("read");
      client.send(ClientFrames.text("later"));
      // One I/O thread serves both connections, so the paused one would have been read by now.
      for (int i = 0; i < 10; i++) {
        other.send(ClientFrames.text("other"));
        events.expect("activity");
        events.expect("other");
      }
      other.send(ClientFrames.text("resume"));
      events.expect("activity");
      events.expect("resume");
      events.expect("activity");
      events.expect("later");
    }
  }

  @Test
  void noMessageIsLostAcrossPause() throws Exception {
    byte[][] messages = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      messages[i] = ClientFrames.text(i == 0 ? "pause" : i + PADDING);
    }
    try (var server = server(this::react);
        var client = new TestClient(server);
        var other = new TestClient(server)) {
      client.send(messages);
      events.expect("activity");
      events.expect("pause");
      other.send(ClientFrames.text("resume"));
      for (int i = 1; i < COUNT; ) {
        String event = events.next();
        if (!event.equals("activity") && !event.equals("resume")) {
          assertThat(event).isEqualTo(i + PADDING);
          i++;
        }
      }
    }
  }

  @Test
  void closeResumesReading() throws Exception {
    try (var server = server(this::react);
        var client = new TestClient(server)) {
      client.send(ClientFrames.text("pause"), ClientFrames.text("close"));
      client.expectFrame(Opcode.CLOSE, ClientFrames.bytes(1000 >> 8, 1000));
      client.send(ClientFrames.close(1000));
      client.expectEnd();
    }
  }
}
