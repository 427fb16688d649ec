package dev.parley.websocket;

import static dev.parley.websocket.Opcode.CLOSE;
import static dev.parley.websocket.Opcode.CONTINUATION;
import static dev.parley.websocket.Opcode.PING;
import static dev.parley.websocket.Opcode.TEXT;
import static dev.parley.websocket.Wire.FIN;
import static dev.parley.websocket.Wire.bytes;
import static dev.parley.websocket.Wire.frame;
import static dev.parley.websocket.Wire.utf8;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.5.1 and 7: what the peer closes. */
class CloseTest extends EchoTest {

  CloseTest(WebSocketServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  void isAnsweredWithItsCode(int code) throws IOException {
    closes(code, Wire.close(code));
    closes(code, Wire.close(code, utf8("ü".repeat(61))));
  }

  @Test
  void withoutACodeIsAnsweredWithoutOne() throws IOException {
    try (Peer peer = peer()) {
      peer.send(frame(FIN | CLOSE, bytes()));
      peer.hears(CLOSE, bytes());
      peer.hearsTheEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
  void withACodeThatDoesNotGoOverTheWireIsAMistake(int code) throws IOException {
    closes(1002, Wire.close(code));
  }

  @Test
  void withHalfACodeIsAMistake() throws IOException {
    closes(1002, frame(FIN | CLOSE, bytes(3)));
  }

  @Test
  void withAReasonThatIsNotUtf8IsAMistake() throws IOException {
    closes(1007, Wire.close(1000, bytes(0xCE, 0xBA, 0xED, 0xA0, 0x80)));
    closes(1007, Wire.close(1000, bytes('a', 0xC3)));
  }

  @Test
  void comesAfterTheAnswersToWhatWasSaidBefore() throws IOException {
    try (Peer peer = peer()) {
      peer.send(Wire.text("a"), Wire.close(1000));
      peer.hears("a");
      peer.hearsClose(1000);
    }
  }

  @Test
  void isTheLastThatIsHeard() throws IOException {
    byte[] end = Wire.close(1000);
    closes(1000, end, Wire.text("a"));
    closes(1000, end, frame(FIN | PING, bytes()));
    closes(1000, end, Wire.close(1001));
    closes(1000, end, bytes(0xFF, 0xFF, 0xFF));
  }

  @Test
  void mayComeWithinAMessageWhichIsForgotten() throws IOException {
    closes(1000, frame(TEXT, utf8("a")), Wire.close(1000), frame(FIN | CONTINUATION, utf8("b")));
  }

  @Test
  void mayComeInOnePacketWithTheHandshake() throws IOException {
    try (Peer peer = peer(Wire.close(1000))) {
      peer.hearsClose(1000);
    }
  }

  @Test
  void ofOneDirectionOnlyEndsBoth() throws IOException {
    try (Peer peer = peer()) {
      peer.endsItsDirection();
      peer.hearsTheEnd();
    }
  }
}
