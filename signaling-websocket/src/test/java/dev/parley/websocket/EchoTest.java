package dev.parley.websocket;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A conversation with a server that says what it hears: plainly, and over TLS. */
@ParameterizedClass
@MethodSource("dev.parley.websocket.EchoTest#servers")
abstract class EchoTest {
  static final Limits LIMITS = new Limits(1 << 20, 1_000);

  private final WebSocketServer server;

  EchoTest(WebSocketServer server) {
    this.server = server;
  }

  /** JUnit closes them when the class is through. */
  static List<WebSocketServer> servers() {
    return List.of(
        new WebSocketServer(0, null, LIMITS, Echo::new),
        new WebSocketServer(0, Certificate.showing(), LIMITS, Echo::new));
  }

  /** Connects; the bytes come in one packet with the handshake. */
  Peer peer(byte[]... together) throws IOException {
    return new Peer(server, together);
  }

  /** Who says this is closed upon with that code, at once: nothing else is heard. */
  void closes(int code, byte[]... said) throws IOException {
    try (Peer peer = peer()) {
      peer.send(said);
      peer.hearsClose(code);
    }
  }
}
