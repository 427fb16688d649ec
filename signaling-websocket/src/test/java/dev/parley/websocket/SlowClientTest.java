package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;
import static dev.parley.websocket.ClientFrames.frame;
import static dev.parley.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A client that reads late, so that the operating system's buffers are full. */
class SlowClientTest extends AbstractRecordingTest {
  /** More than operating systems buffer for a connection, which is up to 38 MB. */
  private static final int TOTAL_BYTES = 48 << 20;

  SlowClientTest(boolean secure) {
    super(secure);
  }

  /** Numbered messages of many lengths, some of them longer than one write. */
  private static List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    for (int total = 0; total < TOTAL_BYTES; ) {
      int number = messages.size();
      String text = number + "x".repeat(number * 7_919 % (number % 5 == 0 ? 300_000 : 5_000));
      messages.add(utf8(text));
      total += text.length();
    }
    return messages;
  }

  @Test
  void receivesEverythingAndOnSentRunsOnlyThen() throws Exception {
    List<byte[]> messages = messages();
    BiConsumer<WebSocket, String> onText =
        (socket, _) ->
            socket.runLater(() -> {
              socket.send(messages, () -> events.add("sent"));
              events.add("waiting");
              socket.send(List.of(utf8("more")), () -> events.add("more sent"));
              socket.ping();
              socket.close(1000);
            });
    try (var server = server(onText);
        var client = new TestClient(server, ClientFrames.text("go"))) {
      events.expect("activity");
      events.expect("go");
      events.expect("waiting");
      for (byte[] message : messages) {
        client.expectFrame(Opcode.TEXT, message);
      }
      events.expect("sent");
      client.expectText("more");
      events.expect("more sent");
      client.expectFrame(Opcode.PING, ClientFrames.bytes());
      client.expectFrame(Opcode.CLOSE, ClientFrames.bytes(1000 >> 8, 1000));
      client.send(ClientFrames.close(1000));
      client.expectEnd();
      events.expect("activity");
      events.expect("closed 1000");
    }
  }

  @Test
  void manyPingsQueueFewPongsIncludingTheLatest() throws Exception {
    List<byte[]> messages = messages();
    BiConsumer<WebSocket, String> onText =
        (socket, text) -> {
          if (text.equals("go")) {
            socket.send(messages, () -> {});
          } else {
            socket.send(List.of(utf8(text)), () -> {});
          }
        };
    int pings = 10_000;
    try (var server = server(onText);
        var client = new TestClient(server, ClientFrames.text("go"))) {
      for (int i = 1; i <= pings; i++) {
        client.send(frame(FIN | Opcode.PING, number(i)));
      }
      client.send(ClientFrames.text("last"));
      for (byte[] message : messages) {
        client.expectFrame(Opcode.TEXT, message);
      }
      int latest = 0;
      int pongs = 0;
      TestClient.Frame frame = client.nextFrame();
      for (; frame.first() == (FIN | Opcode.PONG); frame = client.nextFrame()) {
        int answered = frame.payload().getInt();
        assertThat(answered).isGreaterThan(latest);
        latest = answered;
        pongs++;
      }
      assertThat(latest).isEqualTo(pings);
      assertThat(pongs).isLessThanOrEqualTo(16);
      assertThat(frame.payload().array()).isEqualTo(utf8("last"));
    }
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
