package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;
import static dev.parley.websocket.ClientFrames.bytes;
import static dev.parley.websocket.ClientFrames.frame;
import static dev.parley.websocket.ClientFrames.utf8;
import static dev.parley.websocket.Opcode.BINARY;
import static dev.parley.websocket.Opcode.CONTINUATION;
import static dev.parley.websocket.Opcode.TEXT;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 8.1: invalid UTF-8 in a text message fails the connection at once. */
class TextEncodingTest extends AbstractEchoTest {

  TextEncodingTest(TestServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Hello-µ@ßöäüàá-UTF-8!!", "κόσμε", "\0", "\u007F\u0080\u07FF\u0800\uFFFD\uFFFF"})
  void charactersMayBeSplitBetweenFragments(String text) throws IOException {
    byte[] whole = utf8(text + "\uDBFF\uDFFF" + text);
    try (TestClient client = connect()) {
      for (int cut = 0; cut <= whole.length; cut++) {
        client.send(frame(TEXT, Arrays.copyOf(whole, cut)));
        client.send(frame(FIN | CONTINUATION, Arrays.copyOfRange(whole, cut, whole.length)));
        client.expectFrame(TEXT, whole);
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
  void invalidUtf8FailsWith1007(String hex) throws IOException {
    assertCloses(1007, frame(FIN | TEXT, HexFormat.of().parseHex(hex)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce", "e1bd", "f09d84", "f0", "61c3"})
  void truncatedCharacterFailsWith1007(String hex) throws IOException {
    byte[] truncated = HexFormat.of().parseHex(hex);
    assertCloses(1007, frame(FIN | TEXT, truncated));
    assertCloses(1007, frame(TEXT, truncated), frame(FIN | CONTINUATION, bytes()));
  }

  @Test
  void invalidByteFailsBeforeMessageEnds() throws IOException {
    assertCloses(1007, frame(TEXT, bytes('a', 0xFF)));
    assertCloses(1007, frame(TEXT, bytes(0xF4)), frame(CONTINUATION, bytes(0x90)));
  }

  @Test
  void invalidByteFailsBeforeFrameEnds() throws IOException {
    byte[] unfinished =
        frame(FIN | TEXT, ClientFrames.join(utf8("κόσμε"), bytes(0xF4, 0x90), new byte[9]));
    assertCloses(1007, Arrays.copyOf(unfinished, unfinished.length - 9));
  }

  @Test
  void binaryMessageMayBeInvalidUtf8() throws IOException {
    try (TestClient client = connect()) {
      client.send(frame(FIN | BINARY, bytes(0xC0, 0xFF)));
      client.expectFrame(BINARY, bytes(0xC0, 0xFF));
      client.send(frame(BINARY, bytes(0xF4)), frame(FIN | CONTINUATION, bytes(0x90)));
      client.expectFrame(BINARY, bytes(0xF4, 0x90));
    }
  }
}
