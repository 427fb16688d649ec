package dev.parley.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.Endpoint;
import dev.parley.client.FrameCodec;
import dev.parley.client.HttpConnection;
import dev.parley.client.Opcode;
import dev.parley.client.WebSocketConnection;
import dev.parley.server.SignalingServer;
import dev.parley.server.config.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy's limits for a client that violates the protocol. */
@Timeout(60)
class HostileClientTest {
  private static final String PATH = "/v1/rooms/hostile";

  private final BlockingQueue<ProxiedConnection> opened = new LinkedBlockingQueue<>();
  private SignalingServer server;
  private WebSocketProxy proxy;

  @BeforeEach
  void start() throws Exception {
    server =
        SignalingServer.start(ConfigReader.read(List.of("--port", "0", "--drain", "0"), Map.of()));
    Interference interference =
        new Interference() {
          @Override
          public void opened(ProxiedConnection connection) {
            opened.add(connection);
          }
        };
    proxy = new WebSocketProxy(URI.create(server.url()), 0, interference, Duration.ofMillis(500));
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.stop();
  }

  @Test
  void sendEndsAConnectionThatIsNotRead() throws Exception {
    try (HttpConnection http = connect()) {
      WebSocketConnection client = new WebSocketConnection(http, PATH);
      Thread.startVirtualThread(() -> flood(client));
      ProxiedConnection connection = opened.take();
      String text = "x".repeat(100_000);
      while (!connection.hasEnded()) {
        connection.send(text);
      }
    }
  }

  @Test
  void longMessageEndsTheConnection() throws Exception {
    try (HttpConnection http = connect()) {
      WebSocketConnection client = new WebSocketConnection(http, PATH);
      ProxiedConnection connection = opened.take();
      client.send(FrameCodec.header(Opcode.FIN | Opcode.TEXT, true, (1 << 20) + 1));
      client.send(new byte[Integer.BYTES]); // the masking key
      assertThatThrownBy(client::receiveFrame).isInstanceOf(IOException.class);
      assertThat(connection.hasEnded()).isTrue();
    }
  }

  @Test
  void resetsConnectionsAboveTheLimitUntilOthersEnd() throws Exception {
    List<HttpConnection> idle = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      idle.add(connect());
    }
    Thread.sleep(500); // all are served
    assertThat(upgrades()).isFalse();
    idle.forEach(HttpConnection::close);
    while (!upgrades()) { // the test's timeout ends it
      Thread.sleep(50);
    }
  }

  private boolean upgrades() {
    try (HttpConnection http = connect();
        WebSocketConnection client = new WebSocketConnection(http, PATH)) {
      return client.maxMessageBytes() > 0;
    } catch (IOException _) {
      return false; // reset
    }
  }

  private static void flood(WebSocketConnection client) {
    byte[] ping = client.frame(Opcode.FIN | Opcode.PING, "conformance".getBytes(UTF_8));
    try {
      while (true) {
        client.send(ping);
      }
    } catch (IOException _) {
      // cut
    }
  }

  private HttpConnection connect() throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
    return new HttpConnection(new Endpoint(address, "localhost", null, 4_096), 30_000);
  }
}
