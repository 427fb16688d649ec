package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import dev.parley.server.support.ServerProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that do not read or do not leave delay shutdown by a few seconds only. All other timeouts
 * of this server are about an hour.
 */
class ShutdownTest {
  private static final String FILLER = "x".repeat(60_000);
  private static final int MESSAGES = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    String hour = "3600";
    server =
        new ProcessBuilder(
                ServerProcess.command(
                    "--port=0",
                    "--heartbeat=3599",
                    "--heartbeat-timeout=" + hour,
                    "--join-timeout=" + hour,
                    "--messages-per-second=100000",
                    "--unsent-bytes=" + Integer.MAX_VALUE,
                    "--total-unsent-bytes=" + (96 << 20))) // one address may have half of it
            .redirectErrorStream(true)
            .start();
    String line = server.inputReader(StandardCharsets.UTF_8).readLine();
    port = Integer.parseInt(line.replaceAll("[^0-9]", ""));
  }

  @AfterEach
  void stop() {
    server.destroyForcibly();
    http.shutdownNow();
  }

  @Test
  void serverStopsAlthoughClientsDoNotReadOrLeave() throws Exception {
    try (var polling = poll();
        var streaming = stream();
        var notReading = RawWebSocket.join(port, "room", "not-reading");
        var idle = RawHttpConnection.open(port);
        var incomplete = request("POST /v1/rooms/room/peers", "Content-Length: 100", "{");
        var notJoined = RawWebSocket.open(port, "room");
        var sender = RawWebSocket.join(port, "room", "sender")) {
      for (int id = 1; id <= MESSAGES; id++) {
        sender.send(Requests.message(id, FILLER));
      }
      sender.send(Requests.PING);
      sender.receiveUntil("pong"); // by now, all messages are queued for those who do not read
      server.toHandle().destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(128 + 15);
      assertThat(polling.awaitDisconnect()).contains("\"type\":\"bye\"");
      assertThat(streaming.awaitDisconnect()).contains("text/event-stream");
      assertThat(idle.awaitDisconnect()).isEmpty();
      assertThat(incomplete.awaitDisconnect()).isEmpty();
      assertThat(notJoined.awaitClose()).isEqualTo(1012);
      notReading.awaitDisconnect();
    }
  }

  private RawHttpConnection poll() throws Exception {
    HttpPeer peer = new HttpPeer(http, port, "another", "polling").join();
    return request(
        "GET " + peer.self().getPath() + "/messages?wait=55", authorization("polling"), "");
  }

  private RawHttpConnection stream() throws Exception {
    HttpPeer peer = new HttpPeer(http, port, "room", "streaming").join();
    return request("GET " + peer.self().getPath() + "/events", authorization("streaming"), "");
  }

  private static String authorization(String name) {
    return "Authorization: Bearer " + Requests.key(name);
  }

  private RawHttpConnection request(String methodAndPath, String header, String body)
      throws IOException {
    return RawHttpConnection.open(port)
        .send(
            "%s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n\r\n%s"
                .formatted(methodAndPath, port, header, body));
  }
}
