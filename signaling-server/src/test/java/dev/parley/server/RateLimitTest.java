package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who says too much at once is told when to go on, and loses nothing by it. */
class RateLimitTest {
  private static final int BURST = 20;
  private static final String NEWCOMER = "newcomer-0123456789abcd";

  @Test
  void whatWasNotTakenIsTakenInItsOrderWhenItComesAgain() throws IOException {
    try (var stage = new ServerStage("--messages-per-second", "2");
        var hasty = client(stage);
        var other = client(stage)) {
      other.say("{\"type\":\"join\",\"key\":\"other-0123456789abcdef\"}");
      assertThat(other.next().text()).contains("joined");
      hasty.say("{\"type\":\"join\",\"key\":\"hasty-0123456789abcdef\"}");
      assertThat(hasty.next().text()).contains("joined");
      assertThat(other.next().text()).contains("peer-joined");

      for (int id = 1; id <= BURST + 3; id++) {
        hasty.say(message(id));
      }
      for (int id = BURST; id <= BURST + 3; id++) { // the join was one of the burst
        assertThat(refusal(hasty)).contains("\"re\":" + id).contains("\"retryAfter\":");
      }
      stage.advance(Duration.ofSeconds(5));
      for (int id = BURST; id <= BURST + 3; id++) {
        hasty.say(message(id));
      }
      for (int id = 1; id <= BURST + 3; id++) {
        assertThat(other.next().text()).contains("\"data\":" + id + "}");
      }
    }
  }

  /** As fast as it finds them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoTricklesCandidatesToSevenOthersIsNotLimited(boolean byPost) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (var stage = new ServerStage()) {
      List<HttpPeer> others = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        others.add(new HttpPeer(http, stage.port(), "rate", "other-0123456789abcdef" + i).join());
      }
      List<String> requests = offersAndCandidates(others);
      if (byPost) {
        HttpPeer newcomer = new HttpPeer(http, stage.port(), "rate", NEWCOMER).join();
        assertThat(newcomer.say("[" + String.join(",", requests) + "]").body())
            .isEqualTo("{\"type\":\"ack\",\"received\":" + requests.size() + "}");
      } else {
        assertAllAreTaken(stage, requests);
      }
    } finally {
      http.shutdownNow();
    }
  }

  private static List<String> offersAndCandidates(List<HttpPeer> others) {
    List<String> requests = new ArrayList<>();
    for (HttpPeer other : others) {
      requests.add(request(requests.size() + 1, "offer", other, "\"sdp\":\"v=0\""));
      for (int candidate = 0; candidate < 20; candidate++) {
        requests.add(request(requests.size() + 1, "candidate", other, "\"candidate\":{}"));
      }
    }
    return requests;
  }

  private static void assertAllAreTaken(ServerStage stage, List<String> requests)
      throws IOException {
    try (var newcomer = client(stage)) {
      newcomer.say("{\"type\":\"join\",\"key\":\"%s\"}".formatted(NEWCOMER));
      for (String request : requests) {
        newcomer.say(request);
      }
      newcomer.say("{\"type\":\"ping\"}");
      assertThat(newcomer.next().text()).contains("\"joined\"");
      String heard = newcomer.next().text();
      while (!heard.contains("pong")) {
        assertThat(heard).startsWith("{\"type\":\"ack\"");
        heard = newcomer.next().text();
      }
    }
  }

  private static String request(int id, String type, HttpPeer to, String what) {
    return "{\"type\":\"%s\",\"id\":%d,\"to\":\"%s\",%s}".formatted(type, id, to.id(), what);
  }

  @Test
  void whoDoesNotStopIsLetGo() throws IOException {
    try (var stage = new ServerStage("--messages-per-second", "2");
        var flood = client(stage)) {
      for (int i = 0; i < 3 * BURST; i++) {
        flood.say("{\"type\":\"ping\"}");
      }
      assertThat(flood.closeCode()).isEqualTo(4429);
    }
  }

  private static String refusal(RawWebSocket client) throws IOException {
    String text = client.next().text();
    while (!text.contains("\"error\"")) {
      text = client.next().text(); // acks
    }
    assertThat(text).contains("\"code\":\"rate-limited\"");
    return text;
  }

  private static String message(int id) {
    return "{\"type\":\"message\",\"id\":%d,\"data\":%d}".formatted(id, id);
  }

  private static RawWebSocket client(ServerStage stage) throws IOException {
    return new RawWebSocket(stage.port(), "/v1/rooms/rate", "");
  }
}
