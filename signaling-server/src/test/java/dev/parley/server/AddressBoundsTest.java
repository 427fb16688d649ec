package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many come from one address and from all, and how often; each stands behind a proxy. */
class AddressBoundsTest {
  private static final String HERE = "203.0.113.1";
  private static final String THERE = "203.0.113.2";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private int guests;

  @AfterEach
  void stop() {
    http.shutdownNow();
  }

  @Test
  void anAddressHasSoManyConnections() throws Exception {
    try (var stage = stage("--connections-per-address", "1")) {
      var ann = new HttpPeer(http, stage.port(), "bounds", "ann-0123456789abcdefghi").join();
      try (var first = connected(stage, HERE)) {
        assertThat(first.status()).isEqualTo(101);
        assertThat(upgradeStatus(stage, HERE)).isEqualTo(429);
        assertThat(join(stage, HERE).statusCode()).isEqualTo(429);
        try (var events = ann.events("?ticket=" + ann.ticket(), "X-Forwarded-For", HERE)) {
          assertThat(events.status()).isEqualTo(429);
        }
        assertThat(upgradeStatus(stage, THERE)).isEqualTo(101);
      }
      awaitUpgrade(stage, HERE);
    }
  }

  @Test
  void thereAreSoManyConnectionsAndWhoHasOneKeepsIt() throws Exception {
    try (var stage = stage("--connections", "2")) {
      var ann = new HttpPeer(http, stage.port(), "bounds", "ann-0123456789abcdefghi").join();
      try (var events = ann.events("?ticket=" + ann.ticket())) {
        assertThat(events.status()).isEqualTo(200);
        try (var ben = connected(stage, HERE)) {
          assertThat(upgradeStatus(stage, THERE)).isEqualTo(503);
          HttpResponse<String> refused = join(stage, THERE);
          assertThat(refused.statusCode()).isEqualTo(503);
          assertThat(refused.body()).contains("\"code\":\"unavailable\"");
          ben.say("{\"type\":\"join\",\"key\":\"ben-0123456789abcdefghi\"}");
          assertThat(ben.next().text()).contains("\"joined\"");
          assertThat(events.next()).contains("peer-joined");
        }
        awaitUpgrade(stage, THERE);
      }
    }
  }

  @Test
  void anAddressMayComeSoOften() throws Exception {
    try (var stage = stage("--joins-per-address", "1")) {
      for (int i = 0; i < 5; i++) {
        assertThat(join(stage, HERE).statusCode()).isEqualTo(201);
        assertThat(upgradeStatus(stage, HERE)).isEqualTo(101);
      }
      HttpResponse<String> refused = join(stage, HERE);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("\"code\":\"rate-limited\"", "\"retryAfter\":1000");
      assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
      try (var late = upgrade(stage, HERE)) {
        assertThat(late.status()).isEqualTo(429);
        assertThat(late.response()).contains("Retry-After: 1");
      }
      assertThat(join(stage, THERE).statusCode()).isEqualTo(201);
      stage.advance(Duration.ofSeconds(1));
      assertThat(join(stage, HERE).statusCode()).isEqualTo(201);
      assertThat(join(stage, HERE).statusCode()).isEqualTo(429);
    }
  }

  /** Who has one address of IPv6 has 2^64 of them. */
  @ParameterizedTest
  @CsvSource({"2001:db8::1, 2001:db8::ffff:1, 429", "2001:db8::1, 2001:db8:0:1::1, 101"})
  void addressesOfOneNetworkAreOne(String one, String other, int status) throws IOException {
    try (var stage = stage("--connections-per-address", "1");
        var first = connected(stage, one)) {
      assertThat(first.status()).isEqualTo(101);
      assertThat(upgradeStatus(stage, other)).isEqualTo(status);
    }
  }

  private static ServerStage stage(String... bound) {
    return new ServerStage("--trusted-proxies", "127.0.0.1", bound[0], bound[1]);
  }

  private static RawWebSocket upgrade(ServerStage stage, String address) throws IOException {
    return new RawWebSocket(
        stage.port(), "/v1/rooms/bounds", "X-Forwarded-For: " + address + "\r\n");
  }

  /** The answer to an upgrade is on its way before the connection counts. */
  private static RawWebSocket connected(ServerStage stage, String address) throws IOException {
    RawWebSocket socket = upgrade(stage, address);
    socket.say("{\"type\":\"ping\"}");
    assertThat(socket.next().text()).contains("pong");
    return socket;
  }

  private static int upgradeStatus(ServerStage stage, String address) throws IOException {
    try (var socket = upgrade(stage, address)) {
      return socket.status();
    }
  }

  /** It takes the server a moment to see that somebody has gone. */
  private static void awaitUpgrade(ServerStage stage, String address) throws IOException {
    while (upgradeStatus(stage, address) != 101) {
      Thread.onSpinWait();
    }
  }

  private HttpResponse<String> join(ServerStage stage, String address)
      throws IOException, InterruptedException {
    String key = "guest-0123456789abcdef-%d".formatted(++guests);
    URI peers = URI.create("http://localhost:%d/v1/rooms/bounds/peers".formatted(stage.port()));
    return http.send(
        HttpRequest.newBuilder(peers)
            .header("X-Forwarded-For", address)
            .POST(BodyPublishers.ofString("{\"type\":\"join\",\"key\":\"%s\"}".formatted(key)))
            .build(),
        BodyHandlers.ofString());
  }
}
