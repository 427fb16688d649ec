package dev.parley.server;

import static dev.parley.server.RawWebSocket.CLOSE;
import static dev.parley.server.RawWebSocket.CONTINUATION;
import static dev.parley.server.RawWebSocket.FIN;
import static dev.parley.server.RawWebSocket.PING;
import static dev.parley.server.RawWebSocket.PONG;
import static dev.parley.server.RawWebSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client may and may not do with frames (RFC 6455), and that it harms nobody else. */
class FrameTest {
  private static final int LIMIT = 65_536;
  private static final byte[] PING_MESSAGE = "{\"type\":\"ping\"}".getBytes(UTF_8);

  private static ServerStage stage;

  @BeforeAll
  static void start() {
    stage = new ServerStage();
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void aMessageInFragmentsWithAPingBetweenThemIsOneMessage() throws IOException {
    try (var client = client()) {
      client.frame(TEXT, "{\"type\":".getBytes(UTF_8));
      client.frame(FIN | PING, "are you there?".getBytes(UTF_8));
      client.frame(FIN | CONTINUATION, "\"ping\"}".getBytes(UTF_8));
      RawWebSocket.Frame pong = client.next();
      assertThat(pong.opcode()).isEqualTo(PONG);
      assertThat(pong.text()).isEqualTo("are you there?");
      assertThat(client.next().text()).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  @Test
  void aMessageOfTheLimitIsTakenAndALongerOneClosesWith1009() throws IOException {
    String longest = "{\"type\":\"ping\",\"x\":\"%s\"}".formatted("x".repeat(LIMIT - 22));
    try (var client = client()) {
      client.say(longest);
      assertThat(client.next().text()).isEqualTo("{\"type\":\"pong\"}");
      client.say(longest + " ");
      assertThat(client.closeCode()).isEqualTo(1009);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void fragmentsWithoutEndAreStoppedAtTheLimit() throws IOException {
    byte[] fragment = new byte[8_192];
    try (var client = client()) {
      client.frame(TEXT, fragment);
      for (int sent = 0; sent < LIMIT; sent += fragment.length) {
        client.frame(CONTINUATION, fragment);
      }
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aLengthOf2To63IsRefusedBeforeAnyOfItCame() throws IOException {
    try (var client = client()) {
      client.bytes(RawWebSocket.head(FIN | TEXT, 0x80, Long.MAX_VALUE));
      client.bytes(new byte[] {1, 2, 3, 4});
      client.bytes(new byte[LIMIT + 1]);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void textThatIsNotUtf8ClosesWith1007() throws IOException {
    try (var client = client()) {
      client.frame(FIN | TEXT, new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"'});
      assertThat(client.closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void aBinaryMessageClosesWith1003() throws IOException {
    try (var client = client()) {
      client.frame(FIN | 0x2, PING_MESSAGE);
      assertThat(client.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void aFrameOfAKindThatDoesNotExistEndsTheConnection() throws IOException {
    try (var client = client()) {
      client.frame(FIN | 0x3, PING_MESSAGE);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void aFrameWithoutAMaskEndsTheConnection() throws IOException {
    try (var client = client()) {
      client.bytes(RawWebSocket.head(FIN | TEXT, 0, PING_MESSAGE.length));
      client.bytes(PING_MESSAGE);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void aPingOfMoreThan125BytesEndsTheConnection() throws IOException {
    try (var client = client()) {
      client.frame(FIN | PING, new byte[126]);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void aClientThatClosesIsAnsweredWithItsOwnCode() throws IOException {
    try (var client = client()) {
      client.frame(FIN | CLOSE, new byte[] {0x0F, (byte) 0xA1, 'b', 'y', 'e'});
      assertThat(client.closeCode()).isEqualTo(4001);
      assertThat(client.ends()).isTrue();
    }
  }

  private static RawWebSocket client() throws IOException {
    return new RawWebSocket(stage.port(), "/v1/rooms/frames", "");
  }
}
