package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posts that come too fast, of a peer that changes its seat or its transport meanwhile. */
class HttpRateTest {
  private static final String ANN = "ann-0123456789abcdefghi";
  private static final int BURST = 10;

  private final ServerStage stage = new ServerStage("--messages-per-second", "1");
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpPeer ann;

  @BeforeEach
  void annSaysAsMuchAsSheMay() throws Exception {
    ann = new HttpPeer(http, stage.port(), "rate", ANN).join();
    assertThat(ann.say(messages(1, BURST)).body()).contains("\"received\":10");
    assertThat(ann.say(messages(BURST + 1, BURST + 1)).body())
        .contains("\"received\":10", "rate-limited");
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    stage.close();
  }

  @Test
  void whatWasDeferredAndThenSentOverAWebSocketIsNotWaitedFor() throws Exception {
    try (var socket = new RawWebSocket(stage.port(), "/v1/rooms/rate", "")) {
      socket.say("{\"type\":\"join\",\"key\":\"%s\",\"after\":%d}".formatted(ANN, ann.seq()));
      assertThat(socket.next().text()).contains("\"received\":10");
      socket.say(message(BURST + 1));
      socket.say("{\"type\":\"ping\"}");
      assertThat(socket.next().text()).contains("pong");
    }
    stage.advance(Duration.ofSeconds(5));
    assertThat(ann.say(message(BURST + 2)).body()).contains("\"received\":12");
  }

  @Test
  void whatWasTakenOnAnEarlierSeatIsNotAcknowledgedOnTheNext() throws Exception {
    ann.join();
    assertThat(ann.say(messages(1, 2)).body()).contains("\"received\":0", "rate-limited");
  }

  private static String messages(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(HttpRateTest::message)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String message(int id) {
    return "{\"type\":\"message\",\"id\":%d,\"data\":%d}".formatted(id, id);
  }
}
