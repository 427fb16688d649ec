package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who says too much at once is told when to go on, and loses nothing by it. */
class RateLimitTest {
  private static final int BURST = 20;

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
      stage.pass(Duration.ofSeconds(5));
      for (int id = BURST; id <= BURST + 3; id++) {
        hasty.say(message(id));
      }
      for (int id = 1; id <= BURST + 3; id++) {
        assertThat(other.next().text()).contains("\"data\":" + id + "}");
      }
    }
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
