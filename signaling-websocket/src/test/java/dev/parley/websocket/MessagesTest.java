package dev.parley.websocket;

import static dev.parley.websocket.Wire.FIN;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole messages of every length, in pieces of every length. */
class MessagesTest extends EchoTest {

  MessagesTest(WebSocketServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537, 131_072, 131_073, 1 << 20})
  void areTakenAndSentWhateverTheirLength(int length) throws IOException {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    byte[] text = Wire.utf8("x".repeat(length));
    try (Peer peer = peer()) {
      peer.send(Wire.frame(FIN | Opcode.BINARY, payload), Wire.frame(FIN | Opcode.TEXT, text));
      peer.hears(Opcode.BINARY, payload);
      peer.hears(Opcode.TEXT, text);
    }
  }

  @Test
  void ofMoreThanTheLimitCloseWith1009() throws IOException {
    byte[] payload = new byte[LIMITS.messageBytes() + 1];
    closes(1009, Wire.frame(FIN | Opcode.BINARY, payload));
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 21, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE})
  void thatOnlyDeclareMoreCloseBeforeItHasCome(long length) throws IOException {
    closes(1009, Wire.head(FIN | Opcode.TEXT, Wire.MASKED, length), new byte[Mask.BYTES]);
  }

  @Test
  void mayComeByteByByte() throws IOException {
    try (Peer peer = peer()) {
      for (byte each : Wire.text("grüße, 𐍈".repeat(20))) {
        peer.send(Wire.bytes(each));
      }
      peer.hears("grüße, 𐍈".repeat(20));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 997, 16_384, 16_385, 100_000, 131_072})
  void mayComeInPieces(int length) throws IOException {
    String text = "€".repeat(100_000);
    byte[] frame = Wire.text(text);
    try (Peer peer = peer()) {
      for (int at = 0; at < frame.length; at += length) {
        peer.send(Arrays.copyOfRange(frame, at, Math.min(at + length, frame.length)));
      }
      peer.hears(text);
    }
  }

  @Test
  void areEchoedInTheirOrderHoweverManyCome() throws IOException {
    try (Peer peer = peer()) {
      for (int i = 0; i < 2_000; i++) {
        peer.send(Wire.text("message " + i));
      }
      for (int i = 0; i < 2_000; i++) {
        peer.hears("message " + i);
      }
    }
  }

  @Test
  void mayComeInOnePacketWithTheHandshake() throws IOException {
    try (Peer peer = peer(Wire.text("first"), Wire.text("second"))) {
      peer.hears("first");
      peer.hears("second");
      peer.send(Wire.text("third"));
      peer.hears("third");
    }
  }

  @Test
  void mayBeginInOnePacketWithTheHandshake() throws IOException {
    byte[] frame = Wire.text("first");
    try (Peer peer = peer(Arrays.copyOf(frame, 5))) {
      peer.send(Arrays.copyOfRange(frame, 5, frame.length));
      peer.hears("first");
    }
  }
}
