package dev.parley.server.limits;

import static dev.parley.client.Opcode.FIN;
import static dev.parley.client.Opcode.PING;
import static dev.parley.client.Opcode.PONG;
import static dev.parley.client.Opcode.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Frame;
import dev.parley.client.FrameCodec;
import dev.parley.server.TestServer;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Limits of control frames, and of the time that an incomplete message may take. */
class WebSocketLimitsTest {
  @AutoClose private final TestServer server = new TestServer();

  @Test
  void thousandsOfControlFramesInOneReadCloseWith1008() throws IOException {
    try (var socket = socket()) {
      byte[] pong = FrameCodec.encode(FIN | PONG, new byte[0]);
      ByteArrayOutputStream pongs = new ByteArrayOutputStream();
      for (int i = 0; i < 40_000; i++) {
        pongs.writeBytes(pong);
      }
      socket.sendBytes(pongs.toByteArray());
      assertThat(socket.awaitClose()).isEqualTo(1008);
    }
  }

  @Test
  void hundredsOfPingsAreAccepted() throws IOException {
    try (var socket = socket()) {
      for (int i = 0; i < 500; i++) {
        socket.sendFrame(FIN | PING);
      }
      assertThat(socket.receive().opcode()).isEqualTo(PONG);
      socket.send(Requests.PING);
      assertThat(socket.receiveUntil("pong")).contains("\"type\":\"pong\"");
    }
  }

  @Test
  void incompleteMessageTimesOutDespitePings() throws IOException {
    try (var socket = socket()) {
      socket.sendFrame(TEXT, "{\"type\":");
      for (int i = 0; i < 7; i++) {
        socket.sendFrame(FIN | PING);
        Frame frame = socket.receive();
        while (frame.opcode() != PONG) {
          frame = socket.receive();
        }
        server.advance(Duration.ofSeconds(8));
      }
      socket.awaitDisconnect();
    }
  }

  private RawWebSocket socket() throws IOException {
    return server.joinedSocket("limits", "ann");
  }
}
