package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections over real WebSockets, to an Undertow server that echoes. */
class RemoteServerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** What the server received. */
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  private Undertow server;
  private RemoteServer remote;
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(Handlers.path().addPrefixPath("/base/v1/rooms/lobby", echo()))
            .build();
    server.start();
    remote = new RemoteServer(URI.create(url() + "/base/"));
    connection = remote.connect("lobby");
  }

  @AfterEach
  void disconnect() {
    remote.close();
    server.stop();
  }

  @Test
  void receivesALongTextAsOneMessage() throws Exception {
    String text = "☕".repeat(50_000);
    connection.send(text);
    assertThat(connection.receive(TIMEOUT)).isEqualTo(new Received.Message(text));
  }

  @Test
  void receivesAnEmptyText() throws Exception {
    connection.send("");
    assertThat(connection.receive(TIMEOUT)).isEqualTo(new Received.Message(""));
  }

  @Test
  void keepsTheOrderOfMessages() throws Exception {
    connection.send("1");
    connection.send("2");
    assertThat(connection.receive(TIMEOUT)).isEqualTo(new Received.Message("1"));
    assertThat(connection.receive(TIMEOUT)).isEqualTo(new Received.Message("2"));
  }

  @Test
  void doesNotWaitWithATimeoutOfZero() throws Exception {
    assertThat(connection.receive(Duration.ZERO)).isEqualTo(new Received.Nothing());
  }

  @Test
  void sendsBytesAsABinaryMessage() throws Exception {
    connection.sendBinary(new byte[] {0, (byte) 0xff});
    assertThat(next()).isEqualTo("2 bytes");
    assertThat(connection.receive(TIMEOUT)).isEqualTo(new Received.Closed(1003));
  }

  @Test
  void reportsTheCloseCode() throws Exception {
    connection.send("close me");
    assertThat(connection.receive(TIMEOUT)).isEqualTo(new Received.Closed(4409));
    connection.send("after the end");
  }

  @Test
  void reportsAMissingCloseFrameAs1006() throws Exception {
    connection.send("cut me");
    assertThat(connection.receive(TIMEOUT)).isEqualTo(new Received.Closed(1006));
  }

  @Test
  void sendsTheCloseCode() throws Exception {
    connection.close(4000);
    assertThat(next()).isEqualTo("closed with 4000");
  }

  @Test
  void explainsAFailedConnection() {
    try (RemoteServer elsewhere = new RemoteServer(URI.create(url() + "/elsewhere"))) {
      assertThatThrownBy(() -> elsewhere.connect("lobby"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/elsewhere/v1/rooms/lobby")
          .hasMessageContaining("HTTP status 404. Is this the URL of a Parley server?");
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(received.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
  }

  private String url() {
    InetSocketAddress address =
        (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    return "http://127.0.0.1:" + address.getPort();
  }

  private WebSocketProtocolHandshakeHandler echo() {
    WebSocketConnectionCallback welcome =
        (_, channel) -> {
          channel.getReceiveSetter().set(new Echo());
          channel.resumeReceives();
        };
    Hybi13Handshake handshake = new Hybi13Handshake(Set.of("signaling.v1"), false);
    return new WebSocketProtocolHandshakeHandler(Set.of(handshake), welcome);
  }

  private final class Echo extends AbstractReceiveListener {

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message)
        throws IOException {
      switch (message.getData()) {
        case "close me" -> WebSockets.sendClose(4409, "", channel, null);
        case "cut me" -> channel.close();
        case String text -> WebSockets.sendText(text, channel, null);
      }
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message)
        throws IOException {
      try (var data = message.getData()) {
        received.add(WebSockets.mergeBuffers(data.getResource()).remaining() + " bytes");
      }
      WebSockets.sendClose(1003, "", channel, null);
    }

    @Override
    protected void onCloseMessage(CloseMessage message, WebSocketChannel channel) {
      received.add("closed with " + message.getCode());
    }
  }
}
