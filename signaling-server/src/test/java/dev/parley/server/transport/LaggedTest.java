package dev.parley.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.Requests;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Polls and streams report {@code lagged} to a peer that has missed events which the log no longer
 * holds; a WebSocket join is answered with {@code resumed:false}.
 */
class LaggedTest {
  private static final String ROOM = "lagged";
  private static final int MESSAGES = 10;
  private static final String FILLER = "x".repeat(20_000);

  @ParameterizedTest
  @ValueSource(strings = {"--log-bytes", "--total-log-bytes"})
  void missedEventsThatTheLogHasTrimmedAreReported(String limit) throws Exception {
    try (var server = new TestServer(limit, "65536")) {
      var ann = server.peer(ROOM, "ann").join();
      var ben = server.peer(ROOM, "ben").join();
      for (int id = 1; id <= MESSAGES; id++) {
        ben.post(Requests.message(id, id + " " + FILLER));
      }
      assertLagged(ann.poll(ann.seq()));
      assertLagged(ann.poll(ann.seq(), 55));
      assertLagged(ann.refusedStream(ann.seq()));
      assertThat(ann.poll(ben.seq() + MESSAGES - 1).body()).contains("\"data\":\"10 ");

      try (var socket = server.socket(ROOM)) {
        socket.send(Requests.resume("ann", ann.seq()));
        assertThat(socket.receiveText()).contains("\"resumed\":false", "\"peers\":[{\"id\"");
        ben.post(Requests.message(MESSAGES + 1, "next"));
        assertThat(socket.receiveText()).contains("next");
      }
      ann.join();
      ben.post(Requests.message(MESSAGES + 2, "last"));
      assertThat(HttpPeer.messages(ann.poll(ann.seq(), 55)).toString()).contains("last");
    }
  }

  private static void assertLagged(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(410);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("\"code\":\"lagged\"", "join without");
  }
}
