package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in at the upgrade, and who is not. */
class UpgradeTest {
  private static final String ROOM = "/v1/rooms/standup";

  private static ServerStage stage;

  @BeforeAll
  static void start() {
    stage = new ServerStage("--origins", "https://friend.example");
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

  @Test
  void aPageOfAListedOriginIsLetIn() throws IOException {
    assertThat(status(ROOM, "Origin: https://friend.example\r\n")).isEqualTo(101);
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
