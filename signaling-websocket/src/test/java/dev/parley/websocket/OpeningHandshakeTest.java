package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests that are upgraded, and the status of all others (RFC 6455 section 4.2). */
class OpeningHandshakeTest {
  private static final String REQUEST =
      """
      GET / HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(0, null, new MessageLimits(1_000, 100), EchoListener::new);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void acceptValueMatchesExampleInRfc() throws IOException {
    assertThat(responseHead(REQUEST))
        .startsWith("HTTP/1.1 101 ")
        .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade: websocket, Upgrade: WebSocket, 101",
    "Upgrade: websocket, 'Upgrade: h2c, websocket', 101",
    "Upgrade: websocket, Upgrade: h2c, 426",
    "Connection: Upgrade, 'Connection: keep-alive, upgrade', 101",
    "Connection: Upgrade, Connection: keep-alive, 426",
    "HTTP/1.1, HTTP/1.0, 426",
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
    "Sec-WebSocket-Version: 13, X: y, 426",
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 13+Sec-WebSocket-Version: 13, 400",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X: y, 400",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key:, 400",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ, 400",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTEyMw==, 400",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: ========================, 400",
    "X-Sec: y, X: y, 101",
    "Host: localhost, Host:, 400",
    "Host: localhost, Host: a+Host: a, 400",
    "Host: localhost, Host: localhost+Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, 400",
    "Host: localhost, Host: localhost+Content-Length: 0, 101",
    "Host: localhost, Host: localhost+Content-Length: 1, 400",
    "Host: localhost, Host: localhost+Transfer-Encoding: chunked, 400",
  })
  void statusFollowsHeaderFields(String field, String replacement, int status) throws IOException {
    String head = responseHead(REQUEST.replace(field, replacement.replace("+", "\r\n")));
    assertThat(head.substring("HTTP/1.x ".length())).startsWith(status + " ");
  }

  private static String responseHead(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) socket.getInputStream().read());
      }
      return head.toString();
    }
  }
}
