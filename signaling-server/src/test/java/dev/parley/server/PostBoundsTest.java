package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much may come in one post: what is too much is refused as a whole, and the seat stays. */
class PostBoundsTest {
  private static final int MESSAGE_BYTES = 2_048;
  private static final int MESSAGES_IN_A_BODY = 16;

  private final ServerStage stage =
      new ServerStage(
          "--message-bytes", String.valueOf(MESSAGE_BYTES), "--messages-per-second", "10000");
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpPeer ann;

  @BeforeEach
  void annJoins() throws Exception {
    ann = new HttpPeer(http, stage.port(), "posts", "ann-0123456789abcdefghi").join();
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    stage.close();
  }

  @Test
  void aMessageAloneHasItsBound() throws Exception {
    assertThat(ann.say(message(1, MESSAGE_BYTES)).body()).contains("\"received\":1");
    assertTooLarge(ann.say(message(2, MESSAGE_BYTES + 100)));
    assertThat(ann.say(message(2, MESSAGE_BYTES)).body()).contains("\"received\":2");
  }

  @Test
  void soHasEachOfSeveral() throws Exception {
    assertTooLarge(ann.say("[" + message(1, 100) + "," + message(2, MESSAGE_BYTES + 100) + "]"));
    assertThat(ann.say("[" + message(1, 100) + "," + message(2, MESSAGE_BYTES) + "]").body())
        .isEqualTo("{\"type\":\"ack\",\"received\":2}");
  }

  @Test
  void bytesCountAndNotCharacters() throws Exception {
    String threeBytesEach = "\u20ac".repeat(MESSAGE_BYTES / 2);
    assertTooLarge(
        ann.say("{\"type\":\"message\",\"id\":1,\"data\":\"%s\"}".formatted(threeBytesEach)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/peers/%s/messages", "/peers"})
  void aBodyHasItsBoundHoweverItsLengthIsTold(String path) throws Exception {
    int most = path.equals("/peers") ? MESSAGE_BYTES : MESSAGES_IN_A_BODY * MESSAGE_BYTES;
    String space = " ".repeat(most);
    assertTooLarge(ann.post(path.formatted(ann.id()), "[]" + space, false));
    HttpResponse<String> chunked = ann.post(path.formatted(ann.id()), "[]" + space, true);
    assertTooLarge(chunked);
    assertThat(ann.say(message(1, 100)).body()).contains("\"received\":1");
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForForever() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
      String head =
          "POST /v1/rooms/slow/peers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(100);
      boolean ended = false;
      while (!ended) {
        stage.advance(Duration.ofSeconds(46)); // it takes the server a moment to see the request
        ended = hasEnded(socket);
      }
    }
  }

  private static boolean hasEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void aThousandMessagesMayComeAtOnce() throws Exception {
    assertThat(ann.say(pings(1_000)).body()).isEqualTo("{\"type\":\"ack\",\"received\":0}");
    assertTooLarge(ann.say(pings(1_001)));
    assertTooLarge(ann.say(IntStream.range(0, 10_000).mapToObj(_ -> "{}").collect(array())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "data", "to"})
  void whatAMessageSaysIsBoundedAsOverAWebSocket(String member) throws Exception {
    String thousandAndOne =
        IntStream.range(0, 1_001).mapToObj(i -> "\"%d\"".formatted(i)).collect(array());
    try (var wide = new ServerStage()) {
      var ben = new HttpPeer(http, wide.port(), "wide", "ben-0123456789abcdefghi").join();
      String request =
          switch (member) {
            case "name" -> "\"type\":\"update\",\"name\":\"%s\"".formatted("n".repeat(101));
            case "data" -> "\"type\":\"update\",\"data\":\"%s\"".formatted("d".repeat(8_191));
            default -> "\"type\":\"message\",\"data\":1,\"to\":" + thousandAndOne;
          };
      HttpResponse<String> refused = ben.say("{\"id\":1,%s}".formatted(request));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("\"code\":\"bad-message\"", "\"re\":1");
    }
  }

  private static void assertTooLarge(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("\"code\":\"too-large\"");
  }

  private static String pings(int count) {
    return IntStream.range(0, count).mapToObj(_ -> "{\"type\":\"ping\"}").collect(array());
  }

  private static Collector<CharSequence, ?, String> array() {
    return Collectors.joining(",", "[", "]");
  }

  /** A message of so many bytes. */
  private static String message(int id, int bytes) {
    String head = "{\"type\":\"message\",\"id\":%d,\"data\":\"".formatted(id);
    return head + "x".repeat(bytes - head.length() - 2) + "\"}";
  }
}
