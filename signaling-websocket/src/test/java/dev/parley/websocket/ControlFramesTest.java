package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.2 and 5.5: frame headers, pings and pongs. */
class ControlFramesTest extends AbstractEchoTest {

  ControlFramesTest(TestServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125})
  void pongHasPayloadOfPing(int length) throws IOException {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 0xFE);
    try (TestClient client = connect()) {
      client.send(ClientFrames.frame(FIN | Opcode.PING, payload));
      client.expectFrame(Opcode.PONG, payload);
    }
  }

  @Test
  void eachOfAFewPingsIsAnswered() throws IOException {
    try (TestClient client = connect()) {
      byte[][] pings = new byte[10][];
      for (int i = 0; i < pings.length; i++) {
        pings[i] = ClientFrames.frame(FIN | Opcode.PING, ClientFrames.bytes(i));
      }
      client.send(pings);
      for (int i = 0; i < pings.length; i++) {
        client.expectFrame(Opcode.PONG, ClientFrames.bytes(i));
      }
    }
  }

  @Test
  void pongKeepsItsOrderAmongMessages() throws IOException {
    try (TestClient client = connect()) {
      client.send(
          ClientFrames.text("a"),
          ClientFrames.frame(FIN | Opcode.PING, ClientFrames.utf8("p")),
          ClientFrames.text("b"));
      client.expectText("a");
      client.expectFrame(Opcode.PONG, ClientFrames.utf8("p"));
      client.expectText("b");
    }
  }

  @Test
  void unsolicitedPongIsIgnored() throws IOException {
    try (TestClient client = connect()) {
      client.send(
          ClientFrames.frame(FIN | Opcode.PONG, ClientFrames.utf8("unasked")),
          ClientFrames.text("a"));
      client.expectText("a");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.PING, Opcode.PONG, Opcode.CLOSE})
  void payloadOver125BytesFailsWith1002(int opcode) throws IOException {
    assertCloses(1002, ClientFrames.frame(FIN | opcode, new byte[126]));
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.PING, Opcode.PONG, Opcode.CLOSE})
  void fragmentedControlFrameFailsWith1002(int opcode) throws IOException {
    assertCloses(1002, ClientFrames.frame(opcode, new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
  void reservedOpcodeFailsWith1002(int opcode) throws IOException {
    assertCloses(1002, ClientFrames.frame(FIN | opcode, new byte[0]));
    assertCloses(1002, ClientFrames.frame(FIN | opcode, new byte[5]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70})
  void reservedBitFailsWith1002(int bits) throws IOException {
    assertCloses(1002, ClientFrames.frame(FIN | bits | Opcode.TEXT, ClientFrames.utf8("a")));
    assertCloses(1002, ClientFrames.frame(FIN | bits | Opcode.PING, ClientFrames.utf8("a")));
    assertCloses(1002, ClientFrames.frame(FIN | bits | Opcode.CLOSE, ClientFrames.bytes()));
  }

  @Test
  void messagesBeforeViolationAreDelivered() throws IOException {
    try (TestClient client = connect()) {
      client.send(
          ClientFrames.text("a"),
          ClientFrames.frame(FIN | 0x3, new byte[0]),
          ClientFrames.text("b"));
      client.expectText("a");
      client.expectClose(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.TEXT, Opcode.BINARY, Opcode.PING, Opcode.CLOSE})
  void unmaskedFrameFailsWith1002(int opcode) throws IOException {
    assertCloses(1002, ClientFrames.unmasked(FIN | opcode, new byte[0]));
  }

  @Test
  void lengthInLongerFormFailsWith1002() throws IOException {
    byte[] mask = new byte[Masking.KEY_BYTES];
    assertCloses(1002, ClientFrames.bytes(FIN | Opcode.TEXT, 0xFE, 0, 125), mask);
    assertCloses(
        1002, ClientFrames.bytes(FIN | Opcode.TEXT, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF), mask);
  }

  @Test
  void negativeLengthFailsWith1002() throws IOException {
    byte[] mask = new byte[Masking.KEY_BYTES];
    assertCloses(
        1002, ClientFrames.header(FIN | Opcode.TEXT, ClientFrames.MASKED, Long.MIN_VALUE), mask);
    assertCloses(1002, ClientFrames.header(FIN | Opcode.TEXT, ClientFrames.MASKED, -1), mask);
  }
}
