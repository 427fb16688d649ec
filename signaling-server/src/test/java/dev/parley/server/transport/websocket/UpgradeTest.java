package dev.parley.server.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawWebSocket;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for an upgrade: subprotocol, origin, room name and header fields. */
class UpgradeTest {
  private static final String ROOM = "standup";
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  @AutoClose
  private static final TestServer server =
      new TestServer(
          "--origins", "https://Friend.example:443,https://bücher.example,capacitor://localhost");

  @Test
  void offeredSubprotocolIsSelected() throws IOException {
    try (var client = upgrade(ROOM, "Sec-WebSocket-Protocol: other, signaling.v1\r\n")) {
      assertThat(client.status()).isEqualTo(101);
      assertThat(client.responseHead())
          .containsIgnoringCase("Sec-WebSocket-Protocol: signaling.v1");
    }
  }

  @Test
  void subprotocolsMayBeOfferedInSeveralFields() throws IOException {
    String fields = "Sec-WebSocket-Protocol: other\r\nSec-WebSocket-Protocol: signaling.v1\r\n";
    try (var client = upgrade(ROOM, fields)) {
      assertThat(client.status()).isEqualTo(101);
      assertThat(client.responseHead())
          .containsIgnoringCase("Sec-WebSocket-Protocol: signaling.v1");
    }
  }

  @Test
  void subprotocolIsOptional() throws IOException {
    try (var client = upgrade(ROOM, "")) {
      assertThat(client.status()).isEqualTo(101);
      assertThat(client.responseHead()).doesNotContainIgnoringCase("Sec-WebSocket-Protocol");
      assertThat(client.ping()).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  @Test
  void otherSubprotocolsAreRefused() throws IOException {
    assertThat(status(ROOM, "Sec-WebSocket-Protocol: signaling.v9\r\n")).isEqualTo(400);
  }

  @Test
  void ownOriginIsAccepted() throws IOException {
    assertThat(status(ROOM, "Origin: http://localhost:%d\r\n".formatted(server.port())))
        .isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://friend.example",
        "https://FRIEND.example",
        "https://friend.example:443",
        "https://xn--bcher-kva.example",
        "capacitor://localhost"
      })
  void listedOriginIsAccepted(String origin) throws IOException {
    assertThat(status(ROOM, "Origin: " + origin + "\r\n")).isEqualTo(101);
  }

  @Test
  void repeatedOriginIsRefused() throws IOException {
    String origin = "Origin: https://friend.example\r\n";
    assertThat(status(ROOM, origin + origin)).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Version: 8",
        "Content-Length: 5",
        "Transfer-Encoding: chunked"
      })
  void superfluousFieldIsRefused(String field) throws IOException {
    assertMalformed(RawWebSocket.upgradeRequest(server.port(), ROOM, field + "\r\n"));
  }

  @Test
  void contentLengthZeroIsAccepted() throws IOException {
    assertThat(status(ROOM, "Content-Length: 0\r\n")).isEqualTo(101);
  }

  @ParameterizedTest
  @CsvSource({
    KEY + ", Sec-WebSocket-Key:",
    KEY + ", Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ",
    KEY + ", Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTEy",
    KEY + ", Sec-WebSocket-Key: dGhl!HNhbXBsZSBub25jZQ==",
    KEY + ", X: y",
  })
  void invalidOrMissingKeyIsRefused(String field, String replacement) throws IOException {
    String request = RawWebSocket.upgradeRequest(server.port(), ROOM, "");
    assertThat(request).contains(field);
    assertMalformed(request.replace(field, replacement));
  }

  private static void assertMalformed(String request) throws IOException {
    assertThat(RawHttpConnection.exchange(server.port(), request))
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json")
        .contains("\"code\":\"bad-message\"", "A WebSocket request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://localhost",
        "file://",
        "%%%",
        "",
        "http://localhost/"
      })
  void otherOriginIsRefused(String origin) throws IOException {
    assertThat(status(ROOM, "Origin: " + origin + "\r\n")).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "a%2Fb", "%3Cb%3E", "%00", "a;x=1", ".", ".."})
  void roomNameWithInvalidCharactersIsRefused(String room) throws IOException {
    assertThat(status(room, "")).isEqualTo(400);
  }

  @Test
  void roomNameHasAtMost128Characters() throws IOException {
    assertThat(status("r".repeat(128), "")).isEqualTo(101);
    assertThat(status("r".repeat(129), "")).isEqualTo(400);
  }

  /** The bytes after an upgrade request are frames, and not the next request. */
  @Test
  void messageMayArriveWithTheUpgradeRequest() throws Exception {
    String ping = "{\"type\":\"ping\"" + " ".repeat(60_000) + "}";
    String emptyText = "\u0081\u0080\0\0\0\0"; // with a masking key of zeros
    try (var slow = new TestServer("--messages-per-second", "1", "--join-timeout", "3600");
        var socket =
            RawWebSocket.upgrade(RawHttpConnection.open(slow.port()), "early", emptyText)) {
      assertThat(socket.receiveText()).contains("bad-message");
      slow.advance(Duration.ofSeconds(5));
      for (int i = 0; i < 200; i++) {
        socket.send(ping);
        slow.advance(Duration.ofSeconds(1));
        assertThat(socket.receiveText()).contains("pong");
      }
    }
  }

  private static int status(String room, String headers) throws IOException {
    try (var client = upgrade(room, headers)) {
      return client.status();
    }
  }

  private static RawWebSocket upgrade(String room, String headers) throws IOException {
    return RawWebSocket.open(server.port(), room, headers);
  }
}
