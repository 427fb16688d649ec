package dev.parley.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.Requests;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Size limits of a post: one that exceeds them is refused as a whole, and the seat stays. */
class PostLimitsTest {
  private static final int MESSAGE_BYTES = 2_048;
  private static final int MESSAGES_IN_A_BODY = 16;

  @AutoClose
  private final TestServer server =
      new TestServer(
          "--message-bytes", String.valueOf(MESSAGE_BYTES), "--messages-per-second", "10000");

  private HttpPeer ann;

  @BeforeEach
  void annJoins() throws Exception {
    ann = server.peer("posts", "ann").join();
  }

  @Test
  void singleMessageIsLimited() throws Exception {
    assertThat(ann.post(message(1, MESSAGE_BYTES)).body()).contains("\"received\":1");
    assertTooLarge(ann.post(message(2, MESSAGE_BYTES + 100)));
    assertThat(ann.post(message(2, MESSAGE_BYTES)).body()).contains("\"received\":2");
  }

  @Test
  void eachMessageOfAnArrayIsLimited() throws Exception {
    assertTooLarge(ann.post(Requests.array(message(1, 100), message(2, MESSAGE_BYTES + 100))));
    assertThat(ann.post(Requests.array(message(1, 100), message(2, MESSAGE_BYTES))).body())
        .isEqualTo("{\"type\":\"ack\",\"received\":2}");
  }

  @Test
  void limitCountsBytesNotCharacters() throws Exception {
    String threeBytesEach = "\u20ac".repeat(MESSAGE_BYTES / 2);
    assertTooLarge(ann.post(Requests.message(1, threeBytesEach)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/peers/%s/messages", "/peers"})
  void bodyIsLimitedWithContentLengthAndWithChunks(String path) throws Exception {
    int limit = path.equals("/peers") ? MESSAGE_BYTES : MESSAGES_IN_A_BODY * MESSAGE_BYTES;
    String space = " ".repeat(limit);
    assertTooLarge(ann.postTo(path.formatted(ann.id()), "[]" + space, false));
    HttpResponse<String> chunked = ann.postTo(path.formatted(ann.id()), "[]" + space, true);
    assertTooLarge(chunked);
    assertThat(ann.post(message(1, 100)).body()).contains("\"received\":1");
  }

  @Test
  void incompleteBodyTimesOut() throws Exception {
    try (var connection = server.rawConnection()) {
      connection.send(
          "POST /v1/rooms/slow/peers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n");
      connection.readTimeout(100);
      boolean ended = false;
      while (!ended) {
        server.advance(Duration.ofSeconds(46)); // repeated, until the server has read the request
        try {
          ended = connection.read() < 0;
        } catch (SocketTimeoutException e) {
          ended = false;
        }
      }
    }
  }

  @Test
  void arrayHasAtMostAThousandMessages() throws Exception {
    assertThat(ann.post(array("{\"type\":\"ping\"}", 1_000)).body())
        .isEqualTo("{\"type\":\"ack\",\"received\":0}");
    assertTooLarge(ann.post(array("{\"type\":\"ping\"}", 1_001)));
    assertTooLarge(ann.post(array("{}", 10_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "data", "to"})
  void membersAreLimitedAsOverAWebSocket(String member) throws Exception {
    String thousandAndOne =
        Requests.array(IntStream.range(0, 1_001).mapToObj(i -> "\"" + i + "\""));
    try (var defaults = new TestServer()) {
      var ben = defaults.peer("members", "ben").join();
      String request =
          switch (member) {
            case "name" -> "\"type\":\"update\",\"name\":\"%s\"".formatted("n".repeat(101));
            case "data" -> "\"type\":\"update\",\"data\":\"%s\"".formatted("d".repeat(8_191));
            default -> "\"type\":\"message\",\"data\":1,\"to\":" + thousandAndOne;
          };
      HttpResponse<String> refused = ben.post("{\"id\":1,%s}".formatted(request));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("\"code\":\"bad-message\"", "\"re\":1");
    }
  }

  private static void assertTooLarge(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("\"code\":\"too-large\"");
  }

  private static String array(String request, int count) {
    return Requests.array(IntStream.range(0, count).mapToObj(_ -> request));
  }

  /** A message of this length in bytes. */
  private static String message(int id, int bytes) {
    String withoutData = Requests.message(id, "");
    return Requests.message(id, "x".repeat(bytes - withoutData.length()));
  }
}
