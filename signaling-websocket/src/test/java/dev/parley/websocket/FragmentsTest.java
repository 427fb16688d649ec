package dev.parley.websocket;

import static dev.parley.websocket.Opcode.BINARY;
import static dev.parley.websocket.Opcode.CONTINUATION;
import static dev.parley.websocket.Opcode.PING;
import static dev.parley.websocket.Opcode.PONG;
import static dev.parley.websocket.Opcode.TEXT;
import static dev.parley.websocket.Wire.FIN;
import static dev.parley.websocket.Wire.frame;
import static dev.parley.websocket.Wire.utf8;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 5.4. */
class FragmentsTest extends EchoTest {
  private static final byte[] A = utf8("a");

  FragmentsTest(WebSocketServer server) {
    super(server);
  }

  @Test
  void areOneMessage() throws IOException {
    try (Peer peer = peer()) {
      peer.send(frame(TEXT, A), frame(CONTINUATION, A), frame(FIN | CONTINUATION, A));
      peer.hears("aaa");
      peer.send(frame(BINARY, A));
      peer.send(frame(FIN | CONTINUATION, A));
      peer.hears(BINARY, utf8("aa"));
    }
  }

  @Test
  void mayBeEmpty() throws IOException {
    byte[] nothing = {};
    try (Peer peer = peer()) {
      peer.send(frame(TEXT, nothing), frame(CONTINUATION, nothing));
      peer.send(frame(FIN | CONTINUATION, nothing));
      peer.hears("");
      peer.send(frame(TEXT, nothing), frame(CONTINUATION, A), frame(FIN | CONTINUATION, nothing));
      peer.hears("a");
    }
  }

  @Test
  void mayHaveAPingBetweenThemWhichIsAnsweredFirst() throws IOException {
    try (Peer peer = peer()) {
      peer.send(frame(TEXT, A), frame(FIN | PING, utf8("p")));
      peer.hears(PONG, utf8("p"));
      peer.send(frame(FIN | PONG, utf8("p")), frame(CONTINUATION, A));
      peer.send(frame(FIN | PING, utf8("q")), frame(FIN | CONTINUATION, A));
      peer.hears(PONG, utf8("q"));
      peer.hears("aaa");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {FIN | CONTINUATION, CONTINUATION})
  void doNotGoOnWhereNoneHasBegun(int first) throws IOException {
    closes(1002, frame(first, A));
    try (Peer peer = peer()) {
      peer.send(frame(TEXT, A), frame(FIN | CONTINUATION, A), frame(first, A));
      peer.hears("aa");
      peer.hearsClose(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {TEXT, BINARY, FIN | TEXT, FIN | BINARY})
  void endBeforeTheNextMessageBegins(int next) throws IOException {
    closes(1002, frame(TEXT, A), frame(next, A));
    closes(1002, frame(BINARY, A), frame(CONTINUATION, A), frame(next, A));
  }

  @Test
  void areLimitedInTheirSum() throws IOException {
    byte[] half = new byte[LIMITS.messageBytes() / 2];
    try (Peer peer = peer()) {
      peer.send(frame(BINARY, half), frame(FIN | CONTINUATION, half));
      peer.hears(BINARY, new byte[LIMITS.messageBytes()]);
    }
    closes(1009, frame(BINARY, half), frame(CONTINUATION, half), frame(FIN | CONTINUATION, A));
  }

  @Test
  void areLimitedInTheirNumber() throws IOException {
    byte[][] most = new byte[LIMITS.fragments()][];
    Arrays.fill(most, frame(CONTINUATION, A));
    most[0] = frame(TEXT, A);
    closes(1008, Wire.join(most), frame(FIN | CONTINUATION, A));
    most[most.length - 1] = frame(FIN | CONTINUATION, A);
    try (Peer peer = peer()) {
      peer.send(most);
      peer.hears("a".repeat(most.length));
    }
  }
}
