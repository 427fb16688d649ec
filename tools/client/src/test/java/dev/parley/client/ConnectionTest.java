package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HTTP responses and WebSocket frames on a connection whose server is a given sequence of bytes.
 */
class ConnectionTest {
  private static final String ACCEPTED =
      """
      HTTP/1.1 101 Switching Protocols\r
      Upgrade: websocket\r
      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
      \r
      """;

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void readsABodyOfDeclaredLengthAndStaysUsable() throws Exception {
    HttpConnection http = http("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    assertThat(http.request("GET", "/", "", "").text()).isEqualTo("hi");
    assertThat(http.isUsable()).isTrue();
    assertThat(sent.toString(StandardCharsets.UTF_8))
        .isEqualTo("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n");
  }

  @Test
  void readsChunks() throws Exception {
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n";
    assertThat(http(chunked + "0\r\n\r\n").request("GET", "/", "", "").text())
        .isEqualTo("abc0123456789");
    HttpConnection.Response cut = http(chunked).request("GET", "/", "", "");
    assertThatThrownBy(cut::text).isInstanceOf(EOFException.class);
  }

  @Test
  void readsToTheEndWhereTheServerClosesTheConnection() throws Exception {
    HttpConnection http = http("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\nall of it");
    assertThat(http.request("GET", "/", "", "").text()).isEqualTo("all of it");
    assertThat(http.isUsable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"
      })
  void rejectsWhatIsNoHttpResponse(String bytes) throws Exception {
    HttpConnection http = http(bytes);
    assertThatThrownBy(() -> http.request("GET", "/", "", ""))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void rejectsAHeadWithTooManyFields() throws Exception {
    HttpConnection http = http("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(20_000) + "\r\n");
    assertThatThrownBy(() -> http.request("GET", "/", "", ""))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("a head of more than 65536 bytes");
  }

  @Test
  void reportsAConnectionThatEndsWithinAResponse() throws Exception {
    for (String cut :
        new String[] {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh"}) {
      HttpConnection http = http(cut);
      assertThatThrownBy(() -> http.request("GET", "/", "", "")).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void receivesMessagesAnswersPingsAndReportsTheCloseCode() throws Exception {
    WebSocketConnection socket =
        webSocket(ACCEPTED, "81026869" + "8901" + "70" + "810100" + "88021194");
    assertThat(socket.receive()).isEqualTo("hi");
    sent.reset();
    assertThat(socket.receive()).isEqualTo("\0");
    assertThat(sent.toByteArray())
        .isEqualTo(FrameCodec.encode(Opcode.FIN | Opcode.PONG, new byte[] {'p'}));
    assertThatThrownBy(socket::receive)
        .isInstanceOfSatisfying(
            WebSocketClosedException.class, e -> assertThat(e.code()).isEqualTo(4500));
  }

  @Test
  void receivesFramesAsTheyAre() throws Exception {
    WebSocketConnection socket = webSocket(ACCEPTED, "8901" + "70" + "8800");
    Frame ping = socket.receiveFrame();
    assertThat(ping.opcode()).isEqualTo(Opcode.PING);
    assertThat(ping.text()).isEqualTo("p");
    assertThat(socket.receiveFrame().closeCode()).isEqualTo(1005);
    assertThatThrownBy(socket::receiveFrame).isInstanceOf(EOFException.class);
  }

  @Test
  void reportsWhyAnUpgradeIsRefused() throws Exception {
    HttpConnection http =
        http("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 4\r\n\r\nbusy");
    assertThatThrownBy(() -> new WebSocketConnection(http, "/"))
        .isInstanceOfSatisfying(
            UpgradeRefusedException.class,
            e -> {
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.headers()).containsEntry("retry-after", "3");
              assertThat(e).hasMessage("the upgrade was refused: 429 busy");
            });
  }

  @Test
  void rejectsAWrongAcceptance() throws Exception {
    HttpConnection http = http(ACCEPTED.replace("s3p", "xxx"));
    assertThatThrownBy(() -> new WebSocketConnection(http, "/"))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void findsTheEndOfAnUpgradeInAnArray() throws Exception {
    byte[] bytes = ("xx" + ACCEPTED + "frames").getBytes(StandardCharsets.ISO_8859_1);
    int end = bytes.length - "frames".length();
    assertThat(ClientHandshake.responseEnd(bytes, 2, bytes.length)).isEqualTo(end);
    assertThat(ClientHandshake.responseEnd(bytes, 2, end - 1)).isEqualTo(2);
  }

  @Test
  void namesTheServerThatIsNotRunning() {
    assertThatThrownBy(() -> Endpoint.addressOf(URI.create("http://127.0.0.1:1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No server at http://127.0.0.1:1");
  }

  private WebSocketConnection webSocket(String head, String frames) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(frames);
    return new WebSocketConnection(
        http(head + new String(bytes, StandardCharsets.ISO_8859_1)), "/");
  }

  private HttpConnection http(String bytes) throws IOException {
    Socket socket =
        new Socket() {
          @Override
          public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1));
          }

          @Override
          public OutputStream getOutputStream() {
            return sent;
          }
        };
    return new HttpConnection(socket, "example.org");
  }
}
