package dev.parley.websocket;

import static dev.parley.websocket.Wire.bytes;
import static dev.parley.websocket.Wire.utf8;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A first conversation. */
class ConformanceTest {
  private static WebSocketServer plain;
  private static WebSocketServer tls;

  @BeforeAll
  static void start() {
    Limits limits = new Limits(1 << 20, 16);
    plain = new WebSocketServer(0, null, limits, Echo::new);
    tls = new WebSocketServer(0, Certificate.showing(), limits, Echo::new);
  }

  @AfterAll
  static void stop() {
    plain.close();
    tls.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysWhatItHears(boolean secure) throws IOException {
    try (Peer peer = new Peer(secure ? tls : plain, Wire.text("first"))) {
      peer.hears("first");
      peer.send(Wire.text("a"), Wire.text("b"), Wire.frame(Wire.FIN | Opcode.PING, utf8("p")));
      peer.hears("a");
      peer.hears("b");
      peer.hears(Opcode.PONG, utf8("p"));
      for (int size : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20}) {
        peer.send(Wire.frame(Wire.FIN | Opcode.BINARY, new byte[size]));
        peer.hears(Opcode.BINARY, new byte[size]);
      }
      peer.send(Wire.close(1000, utf8("bye")));
      peer.hearsClose(1000);
    }
  }

  @Test
  void anUnmaskedFrameClosesWith1002() throws IOException {
    try (Peer peer = new Peer(plain)) {
      peer.send(Wire.unmasked(Wire.FIN | Opcode.TEXT, bytes('x')));
      peer.hearsClose(1002);
    }
  }
}
