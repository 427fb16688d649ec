package dev.parley.server.transport.websocket;

import static dev.parley.client.Opcode.BINARY;
import static dev.parley.client.Opcode.CLOSE;
import static dev.parley.client.Opcode.CONTINUATION;
import static dev.parley.client.Opcode.FIN;
import static dev.parley.client.Opcode.PING;
import static dev.parley.client.Opcode.PONG;
import static dev.parley.client.Opcode.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Frame;
import dev.parley.client.FrameCodec;
import dev.parley.server.TestServer;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Valid and invalid frames (RFC 6455), through the whole server. */
class FrameTest {
  private static final int MAX_MESSAGE_BYTES = 65_536;

  @AutoClose private static final TestServer server = new TestServer();

  @Test
  void fragmentsWithAPingBetweenThemAreOneMessage() throws IOException {
    try (var client = client()) {
      client.sendFrame(TEXT, "{\"type\":");
      client.sendFrame(FIN | PING, "are you there?");
      client.sendFrame(FIN | CONTINUATION, "\"ping\"}");
      Frame pong = client.receive();
      assertThat(pong.opcode()).isEqualTo(PONG);
      assertThat(pong.text()).isEqualTo("are you there?");
      assertThat(client.receiveText()).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  @Test
  void messageOverTheLimitClosesWith1009() throws IOException {
    String longest =
        "{\"type\":\"ping\",\"x\":\"%s\"}".formatted("x".repeat(MAX_MESSAGE_BYTES - 22));
    try (var client = client()) {
      client.send(longest);
      assertThat(client.receiveText()).isEqualTo("{\"type\":\"pong\"}");
      client.send(longest + " ");
      assertThat(client.awaitClose()).isEqualTo(1009);
      client.awaitDisconnect();
    }
  }

  @Test
  void endlessFragmentsCloseWith1009AtTheLimit() throws IOException {
    byte[] fragment = new byte[8_192];
    try (var client = client()) {
      client.sendFrame(TEXT, fragment);
      for (int sent = 0; sent < MAX_MESSAGE_BYTES; sent += fragment.length) {
        client.sendFrame(CONTINUATION, fragment);
      }
      assertThat(client.awaitClose()).isEqualTo(1009);
    }
  }

  @Test
  void declaredLengthOverTheLimitIsRefusedBeforeThePayloadArrives() throws IOException {
    try (var client = client()) {
      client.sendBytes(FrameCodec.header(FIN | TEXT, true, Long.MAX_VALUE));
      client.sendBytes(new byte[] {1, 2, 3, 4});
      client.sendBytes(new byte[MAX_MESSAGE_BYTES + 1]);
      client.awaitDisconnect();
    }
  }

  @Test
  void invalidUtf8ClosesWith1007() throws IOException {
    try (var client = client()) {
      client.sendFrame(FIN | TEXT, new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"'});
      assertThat(client.awaitClose()).isEqualTo(1007);
    }
  }

  @Test
  void binaryMessageClosesWith1003() throws IOException {
    try (var client = client()) {
      client.sendFrame(FIN | BINARY, Requests.PING);
      assertThat(client.awaitClose()).isEqualTo(1003);
    }
  }

  @Test
  void reservedOpcodeEndsTheConnection() throws IOException {
    try (var client = client()) {
      client.sendFrame(FIN | 0x3, Requests.PING);
      client.awaitDisconnect();
    }
  }

  @Test
  void unmaskedFrameEndsTheConnection() throws IOException {
    byte[] payload = Requests.PING.getBytes(UTF_8);
    try (var client = client()) {
      client.sendBytes(FrameCodec.header(FIN | TEXT, false, payload.length));
      client.sendBytes(payload);
      client.awaitDisconnect();
    }
  }

  @Test
  void pingOver125BytesEndsTheConnection() throws IOException {
    try (var client = client()) {
      client.sendFrame(FIN | PING, new byte[126]);
      client.awaitDisconnect();
    }
  }

  @Test
  void closeIsAnsweredWithTheSameCode() throws IOException {
    try (var client = client()) {
      client.sendFrame(FIN | CLOSE, new byte[] {0x0F, (byte) 0xA1, 'b', 'y', 'e'});
      assertThat(client.awaitClose()).isEqualTo(4001);
      client.awaitDisconnect();
    }
  }

  private static RawWebSocket client() throws IOException {
    return server.socket("frames");
  }
}
