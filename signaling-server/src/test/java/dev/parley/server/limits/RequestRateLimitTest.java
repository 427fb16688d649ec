package dev.parley.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Rate limits of HTTP requests: with wrong credentials by address, and of polls by peer. */
class RequestRateLimitTest {
  @AutoClose private final TestServer server = new TestServer("--messages-per-second", "1");

  @Test
  void requestsWithAWrongKeyAreLimitedAndOthersAreNot() throws Exception {
    var ann = server.peer("keys", "ann").join();
    String wrong =
        "POST %s/messages?ticket=x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
            .formatted(ann.self().getPath());
    String last = "";
    for (int i = 0; i <= 100; i++) {
      last = server.exchange(wrong);
    }
    assertThat(last).startsWith("HTTP/1.1 429").contains("\"rate-limited\"", "Retry-After: 1");
    assertThat(ann.poll(ann.seq()).statusCode()).isEqualTo(200);
    server.advance(Duration.ofSeconds(1));
    assertThat(server.exchange(wrong)).startsWith("HTTP/1.1 401");
  }

  @Test
  void pollsAreLimitedToTheRateOfMessages() throws Exception {
    var ann = server.peer("polls", "ann").join();
    for (int i = 0; i < 10; i++) {
      assertThat(ann.poll(ann.seq()).statusCode()).isEqualTo(200);
    }
    HttpResponse<String> refused = ann.poll(ann.seq());
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
    server.advance(Duration.ofSeconds(1));
    assertThat(ann.poll(ann.seq()).statusCode()).isEqualTo(200);
  }

  /** The server stores no rate for a peer without a seat, so that invented peers take no memory. */
  @Test
  void pollsOfAPeerWithoutASeatAreRefusedWithoutARate() throws Exception {
    var gone = server.peer("polls", "gone").join();
    gone.leave();
    for (int i = 0; i < 20; i++) {
      assertThat(gone.poll(gone.seq()).statusCode()).isEqualTo(410);
    }
  }
}
