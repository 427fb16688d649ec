package dev.parley.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests over the rate limit are refused with a retry delay, and may be sent again. */
class RateLimitTest {
  private static final String ROOM = "rate";
  private static final int BURST = 20;

  @Test
  void refusedRequestsAreAcceptedInOrderWhenSentAgain() throws IOException {
    try (var server = new TestServer("--messages-per-second", "2");
        var fast = server.socket(ROOM);
        var other = server.socket(ROOM)) {
      other.join("other");
      fast.join("fast");
      assertThat(other.receiveText()).contains("peer-joined");

      for (int id = 1; id <= BURST + 3; id++) {
        fast.send(Requests.message(id));
      }
      for (int id = BURST; id <= BURST + 3; id++) { // the join was the first of the burst
        assertThat(refusal(fast)).contains("\"re\":" + id).contains("\"retryAfter\":");
      }
      server.advance(Duration.ofSeconds(5));
      for (int id = BURST; id <= BURST + 3; id++) {
        fast.send(Requests.message(id));
      }
      for (int id = 1; id <= BURST + 3; id++) {
        assertThat(other.receiveText()).contains("\"data\":" + id + "}");
      }
    }
  }

  /** The default limit has room for a join with trickled candidates, which all come at once. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void offersAndCandidatesForSevenPeersAreWithinTheDefaultLimit(boolean byPost) throws Exception {
    try (var server = new TestServer()) {
      List<HttpPeer> others = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        others.add(server.peer(ROOM, "other-" + i).join());
      }
      List<String> requests = offersAndCandidates(others);
      if (byPost) {
        HttpPeer newcomer = server.peer(ROOM, "newcomer").join();
        assertThat(newcomer.post(Requests.array(requests.stream())).body())
            .isEqualTo("{\"type\":\"ack\",\"received\":" + requests.size() + "}");
      } else {
        assertAllAreAccepted(server, requests);
      }
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

  private static void assertAllAreAccepted(TestServer server, List<String> requests)
      throws IOException {
    try (var newcomer = server.socket(ROOM)) {
      newcomer.send(Requests.join("newcomer"));
      for (String request : requests) {
        newcomer.send(request);
      }
      newcomer.send(Requests.PING);
      assertThat(newcomer.receiveText()).contains("\"joined\"");
      String next = newcomer.receiveText();
      while (!next.contains("pong")) {
        assertThat(next).startsWith("{\"type\":\"ack\"");
        next = newcomer.receiveText();
      }
    }
  }

  private static String request(int id, String type, HttpPeer to, String members) {
    return "{\"type\":\"%s\",\"id\":%d,\"to\":\"%s\",%s}".formatted(type, id, to.id(), members);
  }

  @Test
  void clientThatKeepsExceedingTheLimitIsDisconnected() throws IOException {
    try (var server = new TestServer("--messages-per-second", "2");
        var flood = server.socket(ROOM)) {
      for (int i = 0; i < 3 * BURST; i++) {
        flood.send(Requests.PING);
      }
      assertThat(flood.awaitClose()).isEqualTo(4429);
    }
  }

  /** The next error; acks may come before it. */
  private static String refusal(RawWebSocket client) throws IOException {
    String text = client.receiveText();
    while (!text.contains("\"error\"")) {
      text = client.receiveText();
    }
    assertThat(text).contains("\"code\":\"rate-limited\"");
    return text;
  }
}
