package dev.parley.websocket;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Base of the tests against an echo server: each runs without and with TLS. */
@ParameterizedClass
@MethodSource("dev.parley.websocket.AbstractEchoTest#servers")
abstract class AbstractEchoTest {
  static final MessageLimits LIMITS = new MessageLimits(1 << 20, 1_000);

  private final TestServer server;

  AbstractEchoTest(TestServer server) {
    this.server = server;
  }

  /** JUnit closes them after the class. */
  static List<TestServer> servers() {
    return List.of(
        new TestServer(0, null, LIMITS, EchoListener::new),
        new TestServer(0, TestCertificate.serverContext(), LIMITS, EchoListener::new));
  }

  /** Connects, and sends the bytes together with the opening handshake. */
  TestClient connect(byte[]... bytes) throws IOException {
    return new TestClient(server, bytes);
  }

  /** The server's only response to these bytes is to close with this code. */
  void assertCloses(int code, byte[]... sent) throws IOException {
    try (TestClient client = connect()) {
      client.send(sent);
      client.expectClose(code);
    }
  }
}
