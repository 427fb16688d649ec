package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;
import static dev.parley.websocket.ClientFrames.frame;
import static dev.parley.websocket.ClientFrames.utf8;
import static dev.parley.websocket.Opcode.BINARY;
import static dev.parley.websocket.Opcode.CONTINUATION;
import static dev.parley.websocket.Opcode.PING;
import static dev.parley.websocket.Opcode.PONG;
import static dev.parley.websocket.Opcode.TEXT;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 5.4: messages in several frames. */
class FragmentationTest extends AbstractEchoTest {
  private static final byte[] A = utf8("a");

  FragmentationTest(TestServer server) {
    super(server);
  }

  @Test
  void fragmentsAreOneMessage() throws IOException {
    try (TestClient client = connect()) {
      client.send(frame(TEXT, A), frame(CONTINUATION, A), frame(FIN | CONTINUATION, A));
      client.expectText("aaa");
      client.send(frame(BINARY, A));
      client.send(frame(FIN | CONTINUATION, A));
      client.expectFrame(BINARY, utf8("aa"));
    }
  }

  @Test
  void fragmentsMayBeEmpty() throws IOException {
    byte[] nothing = {};
    try (TestClient client = connect()) {
      client.send(frame(TEXT, nothing), frame(CONTINUATION, nothing));
      client.send(frame(FIN | CONTINUATION, nothing));
      client.expectText("");
      client.send(frame(TEXT, nothing), frame(CONTINUATION, A), frame(FIN | CONTINUATION, nothing));
      client.expectText("a");
    }
  }

  @Test
  void pingBetweenFragmentsIsAnsweredFirst() throws IOException {
    try (TestClient client = connect()) {
      client.send(frame(TEXT, A), frame(FIN | PING, utf8("p")));
      client.expectFrame(PONG, utf8("p"));
      client.send(frame(FIN | PONG, utf8("p")), frame(CONTINUATION, A));
      client.send(frame(FIN | PING, utf8("q")), frame(FIN | CONTINUATION, A));
      client.expectFrame(PONG, utf8("q"));
      client.expectText("aaa");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {FIN | CONTINUATION, CONTINUATION})
  void continuationWithoutMessageFailsWith1002(int first) throws IOException {
    assertCloses(1002, frame(first, A));
    try (TestClient client = connect()) {
      client.send(frame(TEXT, A), frame(FIN | CONTINUATION, A), frame(first, A));
      client.expectText("aa");
      client.expectClose(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {TEXT, BINARY, FIN | TEXT, FIN | BINARY})
  void newMessageWithinMessageFailsWith1002(int next) throws IOException {
    assertCloses(1002, frame(TEXT, A), frame(next, A));
    assertCloses(1002, frame(BINARY, A), frame(CONTINUATION, A), frame(next, A));
  }

  @Test
  void messageOverLimitInFragmentsFailsWith1009() throws IOException {
    byte[] half = new byte[LIMITS.maxBytes() / 2];
    try (TestClient client = connect()) {
      client.send(frame(BINARY, half), frame(FIN | CONTINUATION, half));
      client.expectFrame(BINARY, new byte[LIMITS.maxBytes()]);
    }
    assertCloses(
        1009, frame(BINARY, half), frame(CONTINUATION, half), frame(FIN | CONTINUATION, A));
  }

  @Test
  void tooManyFragmentsFailWith1008() throws IOException {
    byte[][] fragments = new byte[LIMITS.maxFragments()][];
    Arrays.fill(fragments, frame(CONTINUATION, A));
    fragments[0] = frame(TEXT, A);
    assertCloses(1008, ClientFrames.join(fragments), frame(FIN | CONTINUATION, A));
    fragments[fragments.length - 1] = frame(FIN | CONTINUATION, A);
    try (TestClient client = connect()) {
      client.send(fragments);
      client.expectText("a".repeat(fragments.length));
    }
  }
}
