package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The settings for messages that are kept for peers that join later. */
class HistoryTest {
  private static final String KEPT =
      "{\"type\":\"message\",\"id\":1,\"data\":\"kept\",\"keep\":true}";

  @Test
  void aNewcomerIsToldOfThemForAsLongAsIsSet() throws Exception {
    try (ServerStage stage = new ServerStage("--history-age", "40");
        HttpClient http = HttpClient.newHttpClient()) {
      peer(http, stage, "ann").join().say(KEPT);
      stage.advance(Duration.ofSeconds(39));
      assertThat(joins(peer(http, stage, "ben"))).contains("\"kept\"");
      stage.advance(Duration.ofSeconds(2));
      assertThat(joins(peer(http, stage, "cleo"))).contains("\"history\":[]");
    }
  }

  @Test
  void orOnlyOfThoseSinceItFirstJoinedIfThatIsSet() throws Exception {
    try (ServerStage stage = new ServerStage("--history-from", "joined");
        HttpClient http = HttpClient.newHttpClient()) {
      HttpPeer ann = peer(http, stage, "ann").join();
      ann.say(KEPT);
      HttpPeer ben = peer(http, stage, "ben");
      assertThat(joins(ben)).contains("\"history\":[]");
      ann.say("{\"type\":\"message\",\"id\":2,\"data\":\"later\",\"keep\":true}");
      assertThat(joins(ben)).contains("\"later\"").doesNotContain("\"kept\"");
    }
  }

  private static HttpPeer peer(HttpClient http, ServerStage stage, String name) {
    return new HttpPeer(http, stage.port(), "standup", name + "-0123456789abcdefghijk");
  }

  private static String joins(HttpPeer peer) throws Exception {
    HttpResponse<String> response = peer.tryToJoin(",\"history\":10");
    assertThat(response.statusCode()).isEqualTo(201);
    return response.body();
  }
}
