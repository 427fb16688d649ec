package dev.parley.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Seen from a bare socket, since WebSocket libraries hide how a connection ended. */
class CutTest {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  @Test
  void aCutSendsNoCloseFrame() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        WebSocketStage stage =
            new WebSocketStage(URI.create("ws://127.0.0.1:" + server.getLocalPort()))) {
      CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> accept(server));
      Line line = stage.open("lobby");
      try (Socket socket = accepted.get()) {
        line.cut();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  private static Socket accept(ServerSocket server) {
    try {
      Socket socket = server.accept();
      BufferedReader request =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      String key = "";
      for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
        key = line.startsWith("Sec-WebSocket-Key: ") ? line.split(": ", 2)[1] : key;
      }
      socket.getOutputStream().write(answer(key).getBytes(US_ASCII));
      return socket;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String answer(String key) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
    return """
    HTTP/1.1 101 Switching Protocols\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Accept: %s\r
    Sec-WebSocket-Protocol: signaling.v1\r
    \r
    """
        .formatted(Base64.getEncoder().encodeToString(digest));
  }
}
