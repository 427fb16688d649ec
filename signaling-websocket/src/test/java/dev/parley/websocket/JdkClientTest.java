package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket.Listener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Interoperates with the JDK's WebSocket client, an independent implementation of RFC 6455. */
class JdkClientTest {
  private final StringBuilder received = new StringBuilder();
  private final CompletableFuture<String> text = new CompletableFuture<>();
  private final CompletableFuture<String> pong = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  @Test
  void exchangesFragmentsPingAndClose() throws Exception {
    String half = "€".repeat(200_000);
    try (var server =
            new TestServer(0, null, new MessageLimits(1 << 24, 1_000), EchoListener::new);
        var http = HttpClient.newHttpClient()) {
      var socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + server.port()), new RecordingJdkListener())
              .get(60, TimeUnit.SECONDS);
      socket.sendText(half, false).get(60, TimeUnit.SECONDS);
      socket.sendPing(ByteBuffer.wrap(ClientFrames.utf8("p"))).get(60, TimeUnit.SECONDS);
      socket.sendText(half, true).get(60, TimeUnit.SECONDS);
      assertThat(pong.get(60, TimeUnit.SECONDS)).isEqualTo("p");
      assertThat(text.get(60, TimeUnit.SECONDS)).isEqualTo(half + half);
      socket.sendClose(4001, "bye").get(60, TimeUnit.SECONDS);
      assertThat(closed.get(60, TimeUnit.SECONDS)).isEqualTo(4001);
    }
  }

  private final class RecordingJdkListener implements Listener {

    @Override
    public @Nullable CompletionStage<?> onText(
        java.net.http.WebSocket socket, CharSequence data, boolean last) {
      received.append(data);
      if (last) {
        text.complete(received.toString());
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(java.net.http.WebSocket socket, ByteBuffer data) {
      pong.complete(StandardCharsets.UTF_8.decode(data).toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(
        java.net.http.WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }
  }
}
