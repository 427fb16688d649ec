package dev.parley.websocket;

import static dev.parley.websocket.Opcode.BINARY;
import static dev.parley.websocket.Opcode.CONTINUATION;
import static dev.parley.websocket.Opcode.TEXT;
import static dev.parley.websocket.Wire.FIN;
import static dev.parley.websocket.Wire.bytes;
import static dev.parley.websocket.Wire.frame;
import static dev.parley.websocket.Wire.utf8;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 8.1: text is UTF-8, and who sends something else hears so at once. */
class TextTest extends EchoTest {

  TextTest(WebSocketServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Hello-µ@ßöäüàá-UTF-8!!", "κόσμε", "\0", "\u007F\u0080\u07FF\u0800\uFFFD\uFFFF"})
  void anyCharacterIsTakenWhereverItIsCut(String text) throws IOException {
    byte[] whole = utf8(text + "\uDBFF\uDFFF" + text);
    try (Peer peer = peer()) {
      for (int cut = 0; cut <= whole.length; cut++) {
        peer.send(frame(TEXT, Arrays.copyOf(whole, cut)));
        peer.send(frame(FIN | CONTINUATION, Arrays.copyOfRange(whole, cut, whole.length)));
        peer.hears(TEXT, whole);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cebae1bdb9cf83cebcceb5eda080656469746564", // a surrogate within text
        "cebae1bdb9cf83cebcceb5f4908080", // past the last character
        "f8888080",
        "fc8480808080",
        "f7bfbfbf",
        "fbbfbfbf",
        "80",
        "bf",
        "8080",
        "fe",
        "ff",
        "feff",
        "c0af",
        "e080af",
        "f08080af",
        "c1bf",
        "e09fbf",
        "f08fbfbf", // overlong
        "eda080",
        "edadbf",
        "edaebf",
        "edafbf",
        "edb080",
        "edbfbf",
        "eda080edb080", // surrogates
        "c0",
        "c1",
        "c220",
        "e0a020",
        "f0908020"
      })
  void whatIsNotUtf8ClosesWith1007(String hex) throws IOException {
    closes(1007, frame(FIN | TEXT, HexFormat.of().parseHex(hex)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce", "e1bd", "f09d84", "f0", "61c3"})
  void whatEndsWithinACharacterClosesWith1007(String hex) throws IOException {
    byte[] begun = HexFormat.of().parseHex(hex);
    closes(1007, frame(FIN | TEXT, begun));
    closes(1007, frame(TEXT, begun), frame(FIN | CONTINUATION, bytes()));
  }

  @Test
  void aBadByteIsSeenBeforeTheMessageHasEnded() throws IOException {
    closes(1007, frame(TEXT, bytes('a', 0xFF)));
    closes(1007, frame(TEXT, bytes(0xF4)), frame(CONTINUATION, bytes(0x90)));
  }

  @Test
  void aBadByteIsSeenBeforeItsFrameHasEnded() throws IOException {
    byte[] unfinished = frame(FIN | TEXT, Wire.join(utf8("κόσμε"), bytes(0xF4, 0x90), new byte[9]));
    closes(1007, Arrays.copyOf(unfinished, unfinished.length - 9));
  }

  @Test
  void aBinaryMessageMayBeAnything() throws IOException {
    try (Peer peer = peer()) {
      peer.send(frame(FIN | BINARY, bytes(0xC0, 0xFF)));
      peer.hears(BINARY, bytes(0xC0, 0xFF));
      peer.send(frame(BINARY, bytes(0xF4)), frame(FIN | CONTINUATION, bytes(0x90)));
      peer.hears(BINARY, bytes(0xF4, 0x90));
    }
  }
}
