package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;
import static dev.parley.websocket.ClientFrames.bytes;
import static dev.parley.websocket.ClientFrames.frame;
import static dev.parley.websocket.ClientFrames.utf8;
import static dev.parley.websocket.Opcode.CLOSE;
import static dev.parley.websocket.Opcode.CONTINUATION;
import static dev.parley.websocket.Opcode.PING;
import static dev.parley.websocket.Opcode.TEXT;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.5.1 and 7: close frames of the client. */
class ClosingHandshakeTest extends AbstractEchoTest {

  ClosingHandshakeTest(TestServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  void closeIsAnsweredWithItsCode(int code) throws IOException {
    assertCloses(code, ClientFrames.close(code));
    assertCloses(code, ClientFrames.close(code, utf8("ü".repeat(61))));
  }

  @Test
  void closeWithoutCodeIsAnsweredWithoutCode() throws IOException {
    try (TestClient client = connect()) {
      client.send(frame(FIN | CLOSE, bytes()));
      client.expectFrame(CLOSE, bytes());
      client.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
  void invalidCodeFailsWith1002(int code) throws IOException {
    assertCloses(1002, ClientFrames.close(code));
  }

  @Test
  void truncatedCodeFailsWith1002() throws IOException {
    assertCloses(1002, frame(FIN | CLOSE, bytes(3)));
  }

  @Test
  void invalidUtf8InReasonFailsWith1007() throws IOException {
    assertCloses(1007, ClientFrames.close(1000, bytes(0xCE, 0xBA, 0xED, 0xA0, 0x80)));
    assertCloses(1007, ClientFrames.close(1000, bytes('a', 0xC3)));
  }

  @Test
  void messagesBeforeCloseAreDelivered() throws IOException {
    try (TestClient client = connect()) {
      client.send(ClientFrames.text("a"), ClientFrames.close(1000));
      client.expectText("a");
      client.expectClose(1000);
    }
  }

  @Test
  void bytesAfterCloseAreIgnored() throws IOException {
    byte[] end = ClientFrames.close(1000);
    assertCloses(1000, end, ClientFrames.text("a"));
    assertCloses(1000, end, frame(FIN | PING, bytes()));
    assertCloses(1000, end, ClientFrames.close(1001));
    assertCloses(1000, end, bytes(0xFF, 0xFF, 0xFF));
  }

  /** More bytes than the buffers of both sockets hold: the server has to read them. */
  @Test
  void bytesAfterFailureAreReadAndIgnored() throws IOException {
    byte[] more = new byte[1 << 20];
    try (TestClient client = connect()) {
      client.send(bytes(0xFF, 0xFF));
      for (int i = 0; i < 32; i++) {
        client.send(more);
      }
      client.expectClose(1002);
    }
  }

  @Test
  void closeWithinFragmentedMessageDiscardsIt() throws IOException {
    assertCloses(
        1000,
        frame(TEXT, utf8("a")),
        ClientFrames.close(1000),
        frame(FIN | CONTINUATION, utf8("b")));
  }

  @Test
  void closeMayArriveWithOpeningHandshake() throws IOException {
    try (TestClient client = connect(ClientFrames.close(1000))) {
      client.expectClose(1000);
    }
  }

  @Test
  void endOfInputClosesConnection() throws IOException {
    try (TestClient client = connect()) {
      client.shutdownOutput();
      client.expectEnd();
    }
  }
}
