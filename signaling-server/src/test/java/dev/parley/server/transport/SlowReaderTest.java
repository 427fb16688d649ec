package dev.parley.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.HttpPeer.EventStream;
import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A slow reader is served from the log at its own pace. One that reads nothing is disconnected when
 * it exceeds a limit of unsent bytes, and may resume.
 */
class SlowReaderTest {
  private static final String ROOM = "slow";
  private static final int MESSAGES = 200;
  private static final int PINGS = 50;
  private static final String FILLER = "x".repeat(16_000);

  /** All texts that the sender has received. */
  private String received = "";

  @Test
  void webSocketThatIsReadLateReceivesEverything() throws Exception {
    try (var server = server();
        var slow = RawWebSocket.upgrade(slowConnection(server), ROOM)) {
      slow.join("slow");
      try (var _ = sendMessages(server)) {
        assertThat(slow.receiveText()).contains("peer-joined");
        for (int number = 1; number <= MESSAGES; number++) {
          assertThat(slow.receiveText()).contains("\"data\":\"" + number + " ");
        }
      }
    }
  }

  @Test
  void eventStreamThatIsReadLateReceivesEverything() throws Exception {
    try (var server = server();
        var slow = slowConnection(server)) {
      openStream(server, slow);
      try (var _ = sendMessages(server);
          var lines =
              new BufferedReader(new InputStreamReader(slow.in(), StandardCharsets.UTF_8))) {
        var stream = new EventStream(200, lines);
        assertThat(stream.next()).contains("peer-joined");
        for (int number = 1; number <= MESSAGES; number++) {
          assertThat(stream.next()).contains("\"data\":\"" + number + " ");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "socket, --total-unsent-bytes",
    "stream, --total-unsent-bytes",
    "socket, --unsent-bytes",
    "stream, --unsent-bytes"
  })
  void clientThatReadsNothingIsDisconnectedAndMayResume(String transport, String limit)
      throws Exception {
    try (var server = server(limit, "65536");
        var slow = slowConnection(server)) {
      long start;
      if (transport.equals("stream")) {
        start = openStream(server, slow);
      } else {
        start = seq(RawWebSocket.upgrade(slow, ROOM).join("slow"));
      }
      try (var sender = sendMessages(server)) {
        for (int i = 0; i < 12 && !received.contains("\"online\":false"); i++) {
          server.advance(Duration.ofSeconds(6));
          exchangePings(sender); // the server fills the buffers of the slow connection meanwhile
        }
        assertThat(received).contains("\"online\":false");
      }
      resume(server, start);
    }
  }

  private void exchangePings(RawWebSocket sender) throws IOException {
    for (int i = 0; i < PINGS; i++) {
      sender.send(Requests.PING);
      received += sender.receiveUntil("\"pong\"");
    }
  }

  /** The log has room for all messages. Later options override earlier ones. */
  private static TestServer server(String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--log-bytes=8388608", "--unsent-bytes=8388608", "--messages-per-second=100000"));
    options.addAll(List.of(more));
    return new TestServer(options.toArray(String[]::new));
  }

  private static RawHttpConnection slowConnection(TestServer server) throws IOException {
    return RawHttpConnection.openWithSmallBuffer(server.port());
  }

  /** Opens a stream whose response is read no further; returns the number it begins after. */
  private static long openStream(TestServer server, RawHttpConnection connection) throws Exception {
    HttpPeer peer = server.peer(ROOM, "slow").join();
    connection.send(
        "GET %s/events?ticket=%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .formatted(peer.self().getPath(), peer.ticket()));
    assertThat(connection.read()).isEqualTo('H');
    return peer.seq();
  }

  /** Sends all messages, and returns when the server has acknowledged them. */
  private RawWebSocket sendMessages(TestServer server) throws IOException {
    var sender = server.joinedSocket(ROOM, "fast");
    for (int id = 1; id <= MESSAGES; id++) {
      sender.send(Requests.message(id, id + " " + FILLER));
    }
    received = sender.receiveUntil("\"received\":" + MESSAGES);
    return sender;
  }

  private static void resume(TestServer server, long start) throws IOException {
    try (var again = server.socket(ROOM)) {
      again.send(Requests.resume("slow", start));
      assertThat(again.receiveText()).contains("\"resumed\":true");
      assertThat(again.receiveText()).contains("peer-joined");
      for (int number = 1; number <= MESSAGES; number++) {
        assertThat(again.receiveText()).contains("\"data\":\"" + number + " " + FILLER);
      }
    }
  }

  private static long seq(String joined) {
    Matcher matcher = Pattern.compile("\"seq\":([0-9]+)").matcher(joined);
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
