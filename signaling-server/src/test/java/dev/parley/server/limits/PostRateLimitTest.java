package dev.parley.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.Requests;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rate-limited posts of a peer that then changes its transport or its seat. */
class PostRateLimitTest {
  private static final String ROOM = "rate";
  private static final int BURST = 10;

  @AutoClose private final TestServer server = new TestServer("--messages-per-second", "1");
  private HttpPeer ann;

  @BeforeEach
  void useUpTheBurst() throws Exception {
    ann = server.peer(ROOM, "ann").join();
    assertThat(ann.post(messages(1, BURST)).body()).contains("\"received\":10");
    assertThat(ann.post(messages(BURST + 1, BURST + 1)).body())
        .contains("\"received\":10", "rate-limited");
  }

  @Test
  void refusedRequestMayBeSentAgainOverAWebSocket() throws Exception {
    try (var socket = server.socket(ROOM)) {
      socket.send(Requests.resume("ann", ann.seq()));
      assertThat(socket.receiveText()).contains("\"received\":10");
      socket.send(Requests.message(BURST + 1));
      assertThat(socket.ping()).contains("pong");
    }
    server.advance(Duration.ofSeconds(5));
    assertThat(ann.post(Requests.message(BURST + 2)).body()).contains("\"received\":12");
  }

  @Test
  void requestsOfAnEarlierSeatAreNotAcknowledgedOnTheNext() throws Exception {
    ann.join();
    assertThat(ann.post(messages(1, 2)).body()).contains("\"received\":0", "rate-limited");
  }

  private static String messages(int first, int last) {
    return Requests.array(IntStream.rangeClosed(first, last).mapToObj(Requests::message));
  }
}
