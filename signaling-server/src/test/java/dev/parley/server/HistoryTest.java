package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.HttpPeer;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The settings for messages that a room keeps for peers that join later. */
class HistoryTest {
  private static final String ROOM = "standup";
  private static final String KEPT =
      "{\"type\":\"message\",\"id\":1,\"data\":\"kept\",\"keep\":true}";

  @Test
  void historyAgeLimitsHowLongMessagesAreKept() throws Exception {
    try (TestServer server = new TestServer("--history-age", "40")) {
      server.peer(ROOM, "ann").join().post(KEPT);
      server.advance(Duration.ofSeconds(39));
      assertThat(joinWithHistory(server.peer(ROOM, "ben"))).contains("\"kept\"");
      server.advance(Duration.ofSeconds(2));
      assertThat(joinWithHistory(server.peer(ROOM, "cleo"))).contains("\"history\":[]");
    }
  }

  @Test
  void historyFromJoinedOmitsMessagesBeforeTheFirstJoin() throws Exception {
    try (TestServer server = new TestServer("--history-from", "joined")) {
      HttpPeer ann = server.peer(ROOM, "ann").join();
      ann.post(KEPT);
      HttpPeer ben = server.peer(ROOM, "ben");
      assertThat(joinWithHistory(ben)).contains("\"history\":[]");
      ann.post("{\"type\":\"message\",\"id\":2,\"data\":\"later\",\"keep\":true}");
      assertThat(joinWithHistory(ben)).contains("\"later\"").doesNotContain("\"kept\"");
    }
  }

  private static String joinWithHistory(HttpPeer peer) throws Exception {
    HttpResponse<String> response = peer.tryToJoin(",\"history\":10");
    assertThat(response.statusCode()).isEqualTo(201);
    return response.body();
  }
}
