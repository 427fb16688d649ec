package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in at the upgrade, and who is not. */
class UpgradeTest {
  private static final String ROOM = "/v1/rooms/standup";

  private static ServerStage stage;

  @BeforeAll
  static void start() {
    stage =
        new ServerStage(
            "--origins", "https://Friend.example:443,https://bücher.example,capacitor://localhost");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void aClientThatOffersTheSubprotocolGetsIt() throws IOException {
    try (var client = upgrade(ROOM, "Sec-WebSocket-Protocol: other, signaling.v1\r\n")) {
      assertThat(client.status()).isEqualTo(101);
      assertThat(client.response()).containsIgnoringCase("Sec-WebSocket-Protocol: signaling.v1");
    }
  }

  @Test
  void offersMayStandInSeveralFields() throws IOException {
    String fields = "Sec-WebSocket-Protocol: other\r\nSec-WebSocket-Protocol: signaling.v1\r\n";
    try (var client = upgrade(ROOM, fields)) {
      assertThat(client.status()).isEqualTo(101);
      assertThat(client.response()).containsIgnoringCase("Sec-WebSocket-Protocol: signaling.v1");
    }
  }

  @Test
  void aClientThatOffersNoSubprotocolIsServedAsVersionOne() throws IOException {
    try (var client = upgrade(ROOM, "")) {
      assertThat(client.status()).isEqualTo(101);
      assertThat(client.response()).doesNotContainIgnoringCase("Sec-WebSocket-Protocol");
      client.say("{\"type\":\"ping\"}");
      assertThat(client.next().text()).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  @Test
  void aClientThatOffersOnlyOtherSubprotocolsIsRefused() throws IOException {
    assertThat(status(ROOM, "Sec-WebSocket-Protocol: signaling.v9\r\n")).isEqualTo(400);
  }

  @Test
  void aPageOfTheServersOwnOriginIsLetIn() throws IOException {
    assertThat(status(ROOM, "Origin: http://localhost:%d\r\n".formatted(stage.port())))
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
  void aPageOfAListedOriginIsLetIn(String origin) throws IOException {
    assertThat(status(ROOM, "Origin: " + origin + "\r\n")).isEqualTo(101);
  }

  @Test
  void aPageThatIsOfTwoOriginsIsNot() throws IOException {
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
  void aRequestWithOneFieldTooManyIsRefusedWithAReason(String field) throws IOException {
    try (var client = upgrade(ROOM, field + "\r\n")) {
      assertMalformed(client);
    }
  }

  @Test
  void aLengthOfZeroIsNoBody() throws IOException {
    assertThat(status(ROOM, "Content-Length: 0\r\n")).isEqualTo(101);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key:",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTEy",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: dGhl!HNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X: y",
  })
  void aFieldThatIsWrongOrMissingIsRefusedWithAReason(String field, String instead)
      throws IOException {
    String request =
        """
        GET /v1/rooms/standup HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """;
    try (var client = new RawWebSocket(stage.port(), request.replace(field, instead))) {
      assertMalformed(client);
    }
  }

  private static void assertMalformed(RawWebSocket client) throws IOException {
    assertThat(client.status()).isEqualTo(400);
    assertThat(client.response()).contains("application/problem+json");
    assertThat(client.body()).contains("\"code\":\"bad-message\"").contains("A WebSocket request");
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
  void aPageOfAnotherOriginIsNot(String origin) throws IOException {
    assertThat(status(ROOM, "Origin: " + origin + "\r\n")).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "a%2Fb", "%3Cb%3E", "%00", "a;x=1", ".", ".."})
  void aRoomNameOfOtherCharactersIsRefused(String room) throws IOException {
    assertThat(status("/v1/rooms/" + room, "")).isEqualTo(400);
  }

  @Test
  void aRoomNameOf128CharactersIsTheLongest() throws IOException {
    assertThat(status("/v1/rooms/" + "r".repeat(128), "")).isEqualTo(101);
    assertThat(status("/v1/rooms/" + "r".repeat(129), "")).isEqualTo(400);
  }

  private static int status(String path, String headers) throws IOException {
    try (var client = upgrade(path, headers)) {
      return client.status();
    }
  }

  private static RawWebSocket upgrade(String path, String headers) throws IOException {
    return new RawWebSocket(stage.port(), path, headers);
  }
}
