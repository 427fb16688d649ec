package dev.parley.websocket;

import static dev.parley.websocket.Wire.FIN;
import static dev.parley.websocket.Wire.frame;
import static dev.parley.websocket.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that reads late: the buffers of the system are full. */
@ParameterizedClass(name = "TLS: {0}")
@ValueSource(booleans = {false, true})
class SlowPeerTest {
  /** More than the system keeps for one connection. */
  private static final int MUCH = 48 << 20; // systems give a connection up to some 38 MB of buffers

  private final Recorder.Lines lines = new Recorder.Lines();
  private final boolean secure;

  SlowPeerTest(boolean secure) {
    this.secure = secure;
  }

  private WebSocketServer server(BiConsumer<WebSocket, String> act) {
    return new WebSocketServer(
        0, secure ? Certificate.showing() : null, new Limits(1_000, 10), lines.acting(act));
  }

  /** Numbered messages of many lengths, some longer than what is written at once. */
  private static List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    for (int total = 0; total < MUCH; ) {
      int number = messages.size();
      String text = number + "x".repeat(number * 7_919 % (number % 5 == 0 ? 300_000 : 5_000));
      messages.add(utf8(text));
      total += text.length();
    }
    return messages;
  }

  @Test
  void getsEverythingInTheEndAndOnlyThenItIsSent() throws Exception {
    List<byte[]> messages = messages();
    BiConsumer<WebSocket, String> act =
        (socket, _) ->
            socket.soon(() -> {
              socket.send(messages, () -> lines.add("sent"));
              lines.add("waiting");
              socket.send(List.of(utf8("more")), () -> lines.add("more sent"));
              socket.ping();
              socket.close(1000);
            });
    try (var server = server(act);
        var peer = new Peer(server, Wire.text("go"))) {
      lines.next("heard");
      lines.next("go");
      lines.next("waiting");
      for (byte[] message : messages) {
        peer.hears(Opcode.TEXT, message);
      }
      lines.next("sent");
      peer.hears("more");
      lines.next("more sent");
      peer.hears(Opcode.PING, Wire.bytes());
      peer.hears(Opcode.CLOSE, Wire.bytes(1000 >> 8, 1000));
      peer.send(Wire.close(1000));
      peer.hearsTheEnd();
      lines.next("heard");
      lines.next("closed 1000");
    }
  }

  @Test
  void canPingAsOftenAsItLikesAndGetsTheLatestAnswer() throws Exception {
    List<byte[]> messages = messages();
    BiConsumer<WebSocket, String> act =
        (socket, text) -> {
          if (text.equals("go")) {
            socket.send(messages, () -> {});
          } else {
            socket.send(List.of(utf8(text)), () -> {});
          }
        };
    int pings = 10_000;
    try (var server = server(act);
        var peer = new Peer(server, Wire.text("go"))) {
      for (int i = 1; i <= pings; i++) {
        peer.send(frame(FIN | Opcode.PING, number(i)));
      }
      peer.send(Wire.text("that was all"));
      for (byte[] message : messages) {
        peer.hears(Opcode.TEXT, message);
      }
      int latest = 0;
      int pongs = 0;
      Peer.Frame frame = peer.next();
      for (; frame.first() == (FIN | Opcode.PONG); frame = peer.next()) {
        int answered = frame.payload().getInt();
        assertThat(answered).isGreaterThan(latest);
        latest = answered;
        pongs++;
      }
      assertThat(latest).isEqualTo(pings);
      assertThat(pongs).isLessThanOrEqualTo(16);
      assertThat(frame.payload().array()).isEqualTo(utf8("that was all"));
    }
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
