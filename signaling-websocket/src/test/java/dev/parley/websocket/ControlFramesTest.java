package dev.parley.websocket;

import static dev.parley.websocket.Wire.FIN;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.2 and 5.5, but for what closes. */
class ControlFramesTest extends EchoTest {

  ControlFramesTest(WebSocketServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125})
  void aPingIsAnsweredWithItsPayload(int length) throws IOException {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 0xFE);
    try (Peer peer = peer()) {
      peer.send(Wire.frame(FIN | Opcode.PING, payload));
      peer.hears(Opcode.PONG, payload);
    }
  }

  @Test
  void aFewPingsAreAnsweredOneByOne() throws IOException {
    try (Peer peer = peer()) {
      byte[][] pings = new byte[10][];
      for (int i = 0; i < pings.length; i++) {
        pings[i] = Wire.frame(FIN | Opcode.PING, Wire.bytes(i));
      }
      peer.send(pings);
      for (int i = 0; i < pings.length; i++) {
        peer.hears(Opcode.PONG, Wire.bytes(i));
      }
    }
  }

  @Test
  void aPongStaysBehindWhatWasSaidBeforeIt() throws IOException {
    try (Peer peer = peer()) {
      peer.send(Wire.text("a"), Wire.frame(FIN | Opcode.PING, Wire.utf8("p")), Wire.text("b"));
      peer.hears("a");
      peer.hears(Opcode.PONG, Wire.utf8("p"));
      peer.hears("b");
    }
  }

  @Test
  void aPongIsNoQuestion() throws IOException {
    try (Peer peer = peer()) {
      peer.send(Wire.frame(FIN | Opcode.PONG, Wire.utf8("unasked")), Wire.text("a"));
      peer.hears("a");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.PING, Opcode.PONG, Opcode.CLOSE})
  void theyAreShort(int opcode) throws IOException {
    closes(1002, Wire.frame(FIN | opcode, new byte[126]));
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.PING, Opcode.PONG, Opcode.CLOSE})
  void theyAreInOnePiece(int opcode) throws IOException {
    closes(1002, Wire.frame(opcode, new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
  void thereAreNoOthers(int opcode) throws IOException {
    closes(1002, Wire.frame(FIN | opcode, new byte[0]));
    closes(1002, Wire.frame(FIN | opcode, new byte[5]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70})
  void theReservedBitsAreNotUsed(int bits) throws IOException {
    closes(1002, Wire.frame(FIN | bits | Opcode.TEXT, Wire.utf8("a")));
    closes(1002, Wire.frame(FIN | bits | Opcode.PING, Wire.utf8("a")));
    closes(1002, Wire.frame(FIN | bits | Opcode.CLOSE, Wire.bytes()));
  }

  @Test
  void whatWasSaidBeforeAMistakeIsStillAnswered() throws IOException {
    try (Peer peer = peer()) {
      peer.send(Wire.text("a"), Wire.frame(FIN | 0x3, new byte[0]), Wire.text("b"));
      peer.hears("a");
      peer.hearsClose(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.TEXT, Opcode.BINARY, Opcode.PING, Opcode.CLOSE})
  void aClientMasksAllItSends(int opcode) throws IOException {
    closes(1002, Wire.unmasked(FIN | opcode, new byte[0]));
  }

  @Test
  void aLengthIsSpelledAsShortlyAsCanBe() throws IOException {
    byte[] mask = new byte[Mask.BYTES];
    closes(1002, Wire.bytes(FIN | Opcode.TEXT, 0xFE, 0, 125), mask);
    closes(1002, Wire.bytes(FIN | Opcode.TEXT, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF), mask);
  }

  @Test
  void aLengthHas63Bits() throws IOException {
    byte[] mask = new byte[Mask.BYTES];
    closes(1002, Wire.head(FIN | Opcode.TEXT, Wire.MASKED, Long.MIN_VALUE), mask);
    closes(1002, Wire.head(FIN | Opcode.TEXT, Wire.MASKED, -1), mask);
  }
}
