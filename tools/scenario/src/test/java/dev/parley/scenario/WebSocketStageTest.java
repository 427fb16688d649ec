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

class WebSocketStageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What the server saw of its connections. */
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  private Undertow server;
  private WebSocketStage stage;
  private Line line;

  @BeforeEach
  void connect() throws Exception {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(Handlers.path().addPrefixPath("/base/v1/rooms/lobby", echo()))
            .build();
    server.start();
    stage = new WebSocketStage(URI.create(url() + "/base/"));
    line = stage.open("lobby");
  }

  @AfterEach
  void disconnect() {
    stage.close();
    server.stop();
  }

  @Test
  void whatIsSaidComesAsOneMessage() throws Exception {
    String text = "☕".repeat(50_000);
    line.say(text);
    assertThat(line.next(PATIENCE)).isEqualTo(new Heard.Message(text));
  }

  @Test
  void anEmptyTextIsAMessage() throws Exception {
    line.say("");
    assertThat(line.next(PATIENCE)).isEqualTo(new Heard.Message(""));
  }

  @Test
  void messagesKeepTheirOrder() throws Exception {
    line.say("1");
    line.say("2");
    assertThat(line.next(PATIENCE)).isEqualTo(new Heard.Message("1"));
    assertThat(line.next(PATIENCE)).isEqualTo(new Heard.Message("2"));
  }

  @Test
  void withoutPatienceNothingIsWaitedFor() throws Exception {
    assertThat(line.next(Duration.ZERO)).isEqualTo(new Heard.Nothing());
  }

  @Test
  void bytesGoOutAsABinaryMessage() throws Exception {
    line.sayBytes(new byte[] {0, (byte) 0xff});
    assertThat(next()).isEqualTo("2 bytes");
    assertThat(line.next(PATIENCE)).isEqualTo(new Heard.Closed(1003));
  }

  @Test
  void theServersCloseCodeIsHeard() throws Exception {
    line.say("close me");
    assertThat(line.next(PATIENCE)).isEqualTo(new Heard.Closed(4409));
    line.say("into a line that has ended");
  }

  @Test
  void aServerThatGoesWithoutAWordIsHeardAs1006() throws Exception {
    line.say("cut me");
    assertThat(line.next(PATIENCE)).isEqualTo(new Heard.Closed(1006));
  }

  @Test
  void aCloseCarriesItsCode() throws Exception {
    line.close(4000);
    assertThat(next()).isEqualTo("closed with 4000");
  }

  @Test
  void whereThereIsNoServerItIsSaidWhatToDo() {
    try (WebSocketStage elsewhere = new WebSocketStage(URI.create(url() + "/elsewhere"))) {
      assertThatThrownBy(() -> elsewhere.open("lobby"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/elsewhere/v1/rooms/lobby")
          .hasMessageContaining("is the server running");
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
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
        seen.add(WebSockets.mergeBuffers(data.getResource()).remaining() + " bytes");
      }
      WebSockets.sendClose(1003, "", channel, null);
    }

    @Override
    protected void onCloseMessage(CloseMessage message, WebSocketChannel channel) {
      seen.add("closed with " + message.getCode());
    }
  }
}
