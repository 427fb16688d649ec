package dev.parley.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.ClientHandshake;
import dev.parley.client.FrameCodec;
import dev.parley.client.HttpHead;
import dev.parley.client.Opcode;
import dev.parley.scenario.Received;
import dev.parley.scenario.RemoteServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of time and memory for a server that violates the protocol. */
@Timeout(60)
class HostileServerTest {
  private static final String CREATED =
      "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n";

  private ServerSocket listener;

  /** Reaches zero when the client has closed its connection. */
  private final CountDownLatch closed = new CountDownLatch(1);

  private interface Answer {
    void to(Map<String, String> headers, OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  @Test
  void requestEndsAtItsTimeoutIfTheBodyDoesNot() {
    answer((_, out) -> {
      out.write(CREATED.getBytes(ISO_8859_1));
      while (true) {
        out.write("1\r\n \r\n".getBytes(ISO_8859_1));
        Thread.sleep(50);
      }
    });
    assertThatThrownBy(() -> requests(Duration.ofMillis(500)).join("{}"))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void requestEndsIfTheBodyIsTooLong() {
    answer((_, out) -> {
      out.write(CREATED.getBytes(ISO_8859_1));
      byte[] chunk = ("10000\r\n" + " ".repeat(1 << 16) + "\r\n").getBytes(ISO_8859_1);
      while (true) {
        out.write(chunk);
      }
    });
    assertThatThrownBy(() -> requests(Duration.ofSeconds(50)).join("{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("capacity");
  }

  @Test
  void webSocketEndsAtAMessageThatIsTooLong() throws Exception {
    answer((headers, out) -> {
      upgrade(headers, out);
      byte[] part = new byte[1 << 16];
      out.write(FrameCodec.encodeUnmasked(Opcode.TEXT, part));
      while (true) {
        out.write(FrameCodec.encodeUnmasked(Opcode.CONTINUATION, part));
      }
    });
    assertReceivesInvalid("a message of more than 16777216 characters");
  }

  @Test
  void webSocketEndsIfTooManyMessagesWait() throws Exception {
    answer((headers, out) -> {
      upgrade(headers, out);
      byte[] message = FrameCodec.encodeUnmasked(Opcode.FIN | Opcode.TEXT, new byte[1 << 16]);
      while (true) {
        out.write(message);
      }
    });
    assertReceivesInvalid("that no step expected");
  }

  private void assertReceivesInvalid(String reason) throws Exception {
    try (RemoteServer server = new RemoteServer(url())) {
      var connection = server.connect("room");
      closed.await(); // a client that receives meanwhile may be faster than the server
      Received received = connection.receive(Duration.ofSeconds(30));
      while (received instanceof Received.Message) {
        received = connection.receive(Duration.ofSeconds(30));
      }
      assertThat(received)
          .isInstanceOfSatisfying(
              Received.Invalid.class, invalid -> assertThat(invalid.reason()).contains(reason));
    }
  }

  private static void upgrade(Map<String, String> headers, OutputStream out) throws IOException {
    String accept = ClientHandshake.acceptanceOf(headers.getOrDefault("sec-websocket-key", ""));
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + ClientHandshake.subprotocol("signaling.v1")
                + "Sec-WebSocket-Accept: "
                + accept
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
  }

  private void answer(Answer answer) {
    Thread.startVirtualThread(() -> {
      try (Socket socket = listener.accept()) {
        InputStream in = socket.getInputStream();
        answer.to(HttpHead.read(in).headers(), socket.getOutputStream());
      } catch (IOException | InterruptedException _) {
        closed.countDown();
      }
    });
  }

  private HttpRequests requests(Duration timeout) {
    return new HttpRequests(HttpClient.newHttpClient(), url(), timeout);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }
}
