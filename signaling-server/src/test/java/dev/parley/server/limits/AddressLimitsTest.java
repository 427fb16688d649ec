package dev.parley.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of connections and joins for one address, and of connections for all: behind a proxy. */
class AddressLimitsTest {
  private static final String ADDRESS = "203.0.113.1";
  private static final String OTHER = "203.0.113.2";
  private static final String ROOM = "limits";

  private int guests;

  @Test
  void connectionsOfOneAddressAreLimited() throws Exception {
    try (var server = server("--connections-per-address", "1")) {
      var ann = server.peer(ROOM, "ann").join();
      try (var first = connected(server, ADDRESS)) {
        assertThat(first.status()).isEqualTo(101);
        assertThat(upgradeStatus(server, ADDRESS)).isEqualTo(429);
        assertThat(join(server, ADDRESS).statusCode()).isEqualTo(429);
        try (var events = ann.stream("?ticket=" + ann.ticket(), "X-Forwarded-For", ADDRESS)) {
          assertThat(events.status()).isEqualTo(429);
        }
        assertThat(upgradeStatus(server, OTHER)).isEqualTo(101);
      }
      awaitUpgrade(server, ADDRESS);
    }
  }

  @Test
  void connectionsAreLimitedAndExistingOnesStay() throws Exception {
    try (var server = server("--connections", "2")) {
      var ann = server.peer(ROOM, "ann").join();
      try (var events = ann.stream()) {
        assertThat(events.status()).isEqualTo(200);
        try (var ben = connected(server, ADDRESS)) {
          assertThat(upgradeStatus(server, OTHER)).isEqualTo(503);
          HttpResponse<String> refused = join(server, OTHER);
          assertThat(refused.statusCode()).isEqualTo(503);
          assertThat(refused.body()).contains("\"code\":\"unavailable\"");
          ben.join("ben");
          assertThat(events.next()).contains("peer-joined");
        }
        awaitUpgrade(server, OTHER);
      }
    }
  }

  @Test
  void joinsOfOneAddressAreRateLimited() throws Exception {
    try (var server = server("--joins-per-address", "1")) {
      for (int i = 0; i < 5; i++) {
        assertThat(join(server, ADDRESS).statusCode()).isEqualTo(201);
        assertThat(upgradeStatus(server, ADDRESS)).isEqualTo(101);
      }
      HttpResponse<String> refused = join(server, ADDRESS);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("\"code\":\"rate-limited\"", "\"retryAfter\":1000");
      assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
      try (var late = upgrade(server, ADDRESS)) {
        assertThat(late.status()).isEqualTo(429);
        assertThat(late.responseHead()).contains("Retry-After: 1");
      }
      assertThat(join(server, OTHER).statusCode()).isEqualTo(201);
      server.advance(Duration.ofSeconds(1));
      assertThat(join(server, ADDRESS).statusCode()).isEqualTo(201);
      assertThat(join(server, ADDRESS).statusCode()).isEqualTo(429);
    }
  }

  /** One subscriber usually has a whole /64 network, which is 2^64 addresses. */
  @ParameterizedTest
  @CsvSource({"2001:db8::1, 2001:db8::ffff:1, 429", "2001:db8::1, 2001:db8:0:1::1, 101"})
  void ipv6AddressesOfOneNetworkCountAsOne(String one, String other, int status)
      throws IOException {
    try (var server = server("--connections-per-address", "1");
        var first = connected(server, one)) {
      assertThat(first.status()).isEqualTo(101);
      assertThat(upgradeStatus(server, other)).isEqualTo(status);
    }
  }

  private static TestServer server(String option, String value) {
    return new TestServer("--trusted-proxies", "127.0.0.1", option, value);
  }

  private static RawWebSocket upgrade(TestServer server, String address) throws IOException {
    return RawWebSocket.open(server.port(), ROOM, "X-Forwarded-For: " + address + "\r\n");
  }

  /** Waits for a pong, because the response to an upgrade is sent before the connection counts. */
  private static RawWebSocket connected(TestServer server, String address) throws IOException {
    RawWebSocket socket = upgrade(server, address);
    assertThat(socket.ping()).contains("pong");
    return socket;
  }

  private static int upgradeStatus(TestServer server, String address) throws IOException {
    try (var socket = upgrade(server, address)) {
      return socket.status();
    }
  }

  /** Waits until the server has noticed that a connection has ended. */
  private static void awaitUpgrade(TestServer server, String address) throws IOException {
    while (upgradeStatus(server, address) != 101) {
      Thread.onSpinWait();
    }
  }

  private HttpResponse<String> join(TestServer server, String address) throws Exception {
    return server.send(
        server
            .request("/v1/rooms/" + ROOM + "/peers")
            .header("X-Forwarded-For", address)
            .POST(BodyPublishers.ofString(Requests.join("guest-" + ++guests))));
  }
}
