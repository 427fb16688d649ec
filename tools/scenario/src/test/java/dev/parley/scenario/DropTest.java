package dev.parley.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ClientHandshake;
import dev.parley.client.HttpHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A drop as the server's socket sees it, since WebSocket libraries hide how a connection ended. */
class DropTest {

  @Test
  void sendsNoCloseFrame() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RemoteServer remote =
            new RemoteServer(URI.create("ws://127.0.0.1:" + server.getLocalPort()))) {
      CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> accept(server));
      Connection connection = remote.connect("lobby");
      try (Socket socket = accepted.get()) {
        connection.drop();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  private static Socket accept(ServerSocket server) {
    try {
      Socket socket = server.accept();
      String key =
          String.valueOf(HttpHead.read(socket.getInputStream()).headers().get("sec-websocket-key"));
      String response =
          """
          HTTP/1.1 101 Switching Protocols\r
          Upgrade: websocket\r
          Connection: Upgrade\r
          Sec-WebSocket-Accept: %s\r
          Sec-WebSocket-Protocol: signaling.v1\r
          \r
          """
              .formatted(ClientHandshake.acceptanceOf(key));
      socket.getOutputStream().write(response.getBytes(US_ASCII));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
