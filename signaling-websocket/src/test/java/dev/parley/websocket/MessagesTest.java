package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unfragmented messages of every form of length, split into packets of any length. */
class MessagesTest extends AbstractEchoTest {

  MessagesTest(TestServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537, 131_072, 131_073, 1 << 20})
  void messagesOfEveryLengthFormAreEchoed(int length) throws IOException {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    byte[] text = ClientFrames.utf8("x".repeat(length));
    try (TestClient client = connect()) {
      client.send(
          ClientFrames.frame(FIN | Opcode.BINARY, payload),
          ClientFrames.frame(FIN | Opcode.TEXT, text));
      client.expectFrame(Opcode.BINARY, payload);
      client.expectFrame(Opcode.TEXT, text);
    }
  }

  @Test
  void messageOverLimitFailsWith1009() throws IOException {
    byte[] payload = new byte[LIMITS.maxBytes() + 1];
    assertCloses(1009, ClientFrames.frame(FIN | Opcode.BINARY, payload));
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 21, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE})
  void declaredLengthOverLimitFailsBeforePayloadArrives(long length) throws IOException {
    assertCloses(
        1009,
        ClientFrames.header(FIN | Opcode.TEXT, ClientFrames.MASKED, length),
        new byte[Masking.KEY_BYTES]);
  }

  @Test
  void messageMayArriveByteByByte() throws IOException {
    try (TestClient client = connect()) {
      for (byte each : ClientFrames.text("grüße, 𐍈".repeat(20))) {
        client.send(ClientFrames.bytes(each));
      }
      client.expectText("grüße, 𐍈".repeat(20));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 997, 16_384, 16_385, 100_000, 131_072})
  void messageMayArriveInParts(int length) throws IOException {
    String text = "€".repeat(100_000);
    byte[] frame = ClientFrames.text(text);
    try (TestClient client = connect()) {
      for (int at = 0; at < frame.length; at += length) {
        client.send(Arrays.copyOfRange(frame, at, Math.min(at + length, frame.length)));
      }
      client.expectText(text);
    }
  }

  @Test
  void manyMessagesKeepTheirOrder() throws IOException {
    try (TestClient client = connect()) {
      for (int i = 0; i < 2_000; i++) {
        client.send(ClientFrames.text("message " + i));
      }
      for (int i = 0; i < 2_000; i++) {
        client.expectText("message " + i);
      }
    }
  }

  @Test
  void messagesMayArriveWithOpeningHandshake() throws IOException {
    try (TestClient client = connect(ClientFrames.text("first"), ClientFrames.text("second"))) {
      client.expectText("first");
      client.expectText("second");
      client.send(ClientFrames.text("third"));
      client.expectText("third");
    }
  }

  @Test
  void partialMessageMayArriveWithOpeningHandshake() throws IOException {
    byte[] frame = ClientFrames.text("first");
    try (TestClient client = connect(Arrays.copyOf(frame, 5))) {
      client.send(Arrays.copyOfRange(frame, 5, frame.length));
      client.expectText("first");
    }
  }
}
