package dev.parley.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flood of connections beyond the bound of its address is answered for a part only. */
class RefusedConnectionsTest {
  private static final String FLOOD = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";
  private static final int MORE_THAN_ARE_ANSWERED = 400;
  private static final int PATIENCE_MILLIS = 10_000;

  @Test
  void aFloodIsAnsweredInPartAndOthersAreAnswered() throws IOException {
    List<Socket> flood = new ArrayList<>();
    try (var stage = new ServerStage("--connections-per-address", "1")) {
      flood.add(connect(stage, FLOOD));
      assertThat(health(stage, FLOOD)).startsWith("HTTP/1.1 200");
      for (int i = 0; i < MORE_THAN_ARE_ANSWERED; i++) {
        flood.add(connect(stage, FLOOD));
      }
      assertThat(health(stage, FLOOD)).isEmpty();
      assertThat(health(stage, OTHER)).startsWith("HTTP/1.1 200");
      stage.advance(Duration.ofSeconds(3));
      long deadline = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
      while (health(stage, FLOOD).isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }

  private static Socket connect(ServerStage stage, String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port()));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** The answer, or nothing if the connection is closed without one. */
  private static String health(ServerStage stage, String from) throws IOException {
    try (Socket socket = connect(stage, from)) {
      socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), US_ASCII);
    } catch (SocketException e) {
      return "";
    }
  }
}
