package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who was away for longer than the log reaches back is told so on each transport, and may join
 * anew; whichever bound it was that has cut the log.
 */
class LaggedTest {
  private static final String ANN = "ann-0123456789abcdefghi";
  private static final int MESSAGES = 10;
  private static final String FILLER = "x".repeat(20_000);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    http.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--log-bytes", "--total-log-bytes"})
  void whatTheLogNoLongerHoldsIsSaid(String bound) throws Exception {
    try (var stage = new ServerStage(bound, "65536")) {
      var ann = new HttpPeer(http, stage.port(), "lagged", ANN).join();
      var ben = new HttpPeer(http, stage.port(), "lagged", "ben-0123456789abcdefghi").join();
      for (int id = 1; id <= MESSAGES; id++) {
        ben.say("{\"type\":\"message\",\"id\":%d,\"data\":\"%d %s\"}".formatted(id, id, FILLER));
      }
      assertLagged(ann.poll(ann.seq(), 0));
      assertLagged(ann.poll(ann.seq(), 55));
      assertLagged(ann.stream(ann.seq()));
      assertThat(ann.poll(ben.seq() + MESSAGES - 1, 0).body()).contains("\"data\":\"10 ");

      try (var socket = new RawWebSocket(stage.port(), "/v1/rooms/lagged", "")) {
        socket.say("{\"type\":\"join\",\"key\":\"%s\",\"after\":%d}".formatted(ANN, ann.seq()));
        assertThat(socket.next().text()).contains("\"resumed\":false", "\"peers\":[{\"id\"");
        ben.say("{\"type\":\"message\",\"id\":%d,\"data\":\"on we go\"}".formatted(MESSAGES + 1));
        assertThat(socket.next().text()).contains("on we go");
      }
      ann.join();
      ben.say("{\"type\":\"message\",\"id\":%d,\"data\":\"and on\"}".formatted(MESSAGES + 2));
      assertThat(HttpPeer.messages(ann.poll(ann.seq(), 55)).toString()).contains("and on");
    }
  }

  private static void assertLagged(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(410);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("\"code\":\"lagged\"", "join anew");
  }
}
