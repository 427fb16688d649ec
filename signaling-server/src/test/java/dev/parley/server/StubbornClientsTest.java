package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody can keep the server from ending: nothing but its own bound is shorter than an hour. */
class StubbornClientsTest {
  private static final String DEAF = "deaf-0123456789abcdefgh";
  private static final String MUTE = "mute-0123456789abcdefgh";
  private static final String FILLER = "x".repeat(60_000);
  private static final int MESSAGES = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    String hour = "3600";
    String much = String.valueOf(Integer.MAX_VALUE);
    String enough = String.valueOf(96 << 20); // for all, and for one address half of it
    server =
        MainTest.start(
            "--port=0",
            "--heartbeat=3599",
            "--heartbeat-timeout=" + hour,
            "--join-timeout=" + hour,
            "--messages-per-second=100000",
            "--unsent-bytes=" + much,
            "--total-unsent-bytes=" + enough);
    String line = server.inputReader(StandardCharsets.UTF_8).readLine();
    port = Integer.parseInt(line.replaceAll("[^0-9]", ""));
  }

  @AfterEach
  void stop() {
    server.destroyForcibly();
    http.shutdownNow();
  }

  @Test
  void itEndsThoughNobodyReadsOrAnswers() throws Exception {
    try (var polling = poll();
        var streaming = stream();
        var deaf = join(DEAF);
        var silent = new Socket(InetAddress.getLoopbackAddress(), port);
        var unfinished = request("POST /v1/rooms/room/peers", "Content-Length: 100", "{");
        var unseated = new RawWebSocket(port, "/v1/rooms/room", "");
        var loud = join("loud-0123456789abcdefgh")) {
      for (int id = 1; id <= MESSAGES; id++) {
        loud.say("{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(id, FILLER));
      }
      loud.say("{\"type\":\"ping\"}");
      while (!loud.next().text().contains("pong")) {
        // what it heard before: now all of it is on its way to those who do not read
      }
      server.toHandle().destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(128 + 15);
      assertThat(text(polling)).contains("\"type\":\"bye\"");
      assertThat(text(streaming)).contains("text/event-stream");
      assertThat(text(silent)).isEmpty();
      assertThat(text(unfinished)).isEmpty();
      assertThat(unseated.closeCode()).isEqualTo(1012);
      assertThat(deaf.ends()).isTrue();
    }
  }

  /** All that came until the end of the connection. */
  private static String text(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    try (var reader = socket.getInputStream()) {
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        text.append((char) next);
      }
    } catch (SocketException e) {
      text.append(""); // reset: the server had not read all
    }
    return text.toString();
  }

  private RawWebSocket join(String key) throws IOException {
    var client = new RawWebSocket(port, "/v1/rooms/room", "");
    client.say("{\"type\":\"join\",\"key\":\"%s\"}".formatted(key));
    assertThat(client.next().text()).contains("joined");
    return client;
  }

  private Socket poll() throws Exception {
    HttpPeer alone = new HttpPeer(http, port, "another", MUTE).join();
    return request(
        "GET " + alone.self().getPath() + "/messages?wait=55", "Authorization: Bearer " + MUTE, "");
  }

  private Socket stream() throws Exception {
    HttpPeer mute = new HttpPeer(http, port, "room", MUTE).join();
    return request("GET " + mute.self().getPath() + "/events", "Authorization: Bearer " + MUTE, "");
  }

  private Socket request(String line, String header, String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    String head = "%s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n\r\n".formatted(line, port, header);
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
