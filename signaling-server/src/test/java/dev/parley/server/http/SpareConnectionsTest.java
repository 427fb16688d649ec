package dev.parley.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.RawHttpConnection;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections beyond a limit get an answer; in a flood, only a limited number of each tick. */
class SpareConnectionsTest {
  private static final String FLOOD = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";
  private static final int MORE_THAN_ARE_ANSWERED = 400;
  private static final int TIMEOUT_MILLIS = 10_000;

  @Test
  void floodIsAnsweredInPartAndOtherAddressesAreServed() throws IOException {
    List<RawHttpConnection> flood = new ArrayList<>();
    try (var server = new TestServer("--connections-per-address", "1")) {
      flood.add(RawHttpConnection.openFrom(FLOOD, server.port()));
      assertThat(health(server, FLOOD)).startsWith("HTTP/1.1 200");
      // Several I/O threads accept connections, so that a health check may overtake the flood.
      await(() -> {
        for (int i = 0; i < MORE_THAN_ARE_ANSWERED; i++) {
          flood.add(RawHttpConnection.openFrom(FLOOD, server.port()));
        }
        return health(server, FLOOD).isEmpty();
      });
      assertThat(health(server, OTHER)).startsWith("HTTP/1.1 200");
      server.advance(Duration.ofSeconds(3));
      await(() -> !health(server, FLOOD).isEmpty());
    } finally {
      for (RawHttpConnection connection : flood) {
        connection.close();
      }
    }
  }

  private static void await(Condition condition) throws IOException {
    long deadline = System.nanoTime() + Duration.ofMillis(TIMEOUT_MILLIS).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /** The beginning of the response, or nothing if the connection is closed without one. */
  private static String health(TestServer server, String from) throws IOException {
    try (var connection = RawHttpConnection.openFrom(from, server.port())) {
      connection.readTimeout(TIMEOUT_MILLIS);
      connection.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
      return new String(connection.in().readNBytes(12), US_ASCII);
    } catch (SocketException e) {
      return "";
    }
  }
}
