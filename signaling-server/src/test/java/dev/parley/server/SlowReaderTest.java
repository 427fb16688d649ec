package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
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
 * A slow reader is served from the log at its pace; one that takes nothing is cut under pressure.
 */
class SlowReaderTest {
  private static final int MESSAGES = 200;
  private static final String SLOW = "slow-0123456789abcdefgh";
  private static final String FILLER = "x".repeat(16_000);
  private static final int SMALL_BUFFER = 4_096;

  /** All that the other one has heard. */
  private String heard = "";

  @Test
  void aSocketThatIsReadLateHearsEverything() throws Exception {
    try (var stage = stage();
        var slow = RawWebSocket.over(slowSocket(stage), "slow")) {
      slow.say(join(SLOW, ""));
      assertThat(slow.next().text()).contains("joined");
      try (var _ = talk(stage)) {
        assertThat(slow.next().text()).contains("peer-joined");
        for (int number = 1; number <= MESSAGES; number++) {
          assertThat(slow.next().text()).contains("\"data\":\"" + number + " ");
        }
      }
    }
  }

  @Test
  void soDoesAnEventStream() throws Exception {
    try (var stage = stage();
        var slow = slowSocket(stage)) {
      listen(stage, slow);
      try (var _ = talk(stage);
          var events =
              new BufferedReader(
                  new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8))) {
        var stream = new HttpPeer.Events(200, events);
        assertThat(stream.next()).contains("peer-joined");
        for (int number = 1; number <= MESSAGES; number++) {
          assertThat(stream.next()).contains("\"data\":\"" + number + " ");
        }
      }
    }
  }

  /** It keeps its seat, and hears what it has missed when it comes again. */
  @ParameterizedTest
  @CsvSource({
    "socket, --total-unsent-bytes",
    "stream, --total-unsent-bytes",
    "socket, --unsent-bytes",
    "stream, --unsent-bytes"
  })
  void oneThatIsFarBehindIsCutAndSoIsOneThatTakesNothingUnderPressure(String kind, String bound)
      throws Exception {
    try (var stage = stage(bound, "65536");
        var slow = slowSocket(stage)) {
      long start;
      if (kind.equals("stream")) {
        start = listen(stage, slow);
      } else {
        var socket = RawWebSocket.over(slow, "slow");
        socket.say(join(SLOW, ""));
        start = seq(socket.next().text());
      }
      try (var fast = talk(stage)) {
        for (int i = 0; i < 12 && !heard.contains("\"online\":false"); i++) {
          stage.advance(Duration.ofSeconds(6));
          fast.say("{\"type\":\"ping\"}");
          heard += until(fast, "\"pong\"");
        }
        assertThat(heard).contains("\"online\":false");
      }
      catchUp(stage, start);
    }
  }

  /** The log has place for all of it; a later option wins over an earlier one. */
  private static ServerStage stage(String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--log-bytes=8388608", "--unsent-bytes=8388608", "--messages-per-second=100000"));
    options.addAll(List.of(more));
    return new ServerStage(options.toArray(String[]::new));
  }

  /** A connection whose client has place for little. */
  private static Socket slowSocket(ServerStage stage) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port()));
    return socket;
  }

  /** Begins a stream; returns after which event. */
  private static long listen(ServerStage stage, Socket socket) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpPeer peer = new HttpPeer(http, stage.port(), "slow", SLOW).join();
    http.shutdownNow();
    socket
        .getOutputStream()
        .write(
            "GET %s/events?ticket=%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .formatted(peer.self().getPath(), peer.ticket())
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return peer.seq();
  }

  /** Says much, all of which is taken. */
  private RawWebSocket talk(ServerStage stage) throws IOException {
    var fast = new RawWebSocket(stage.port(), "/v1/rooms/slow", "");
    fast.say(join("fast-0123456789abcdefgh", ""));
    assertThat(fast.next().text()).contains("joined");
    for (int id = 1; id <= MESSAGES; id++) {
      fast.say("{\"type\":\"message\",\"id\":%d,\"data\":\"%d %s\"}".formatted(id, id, FILLER));
    }
    heard = until(fast, "\"received\":" + MESSAGES);
    return fast;
  }

  /** What a client hears until this, all of it text. */
  private static String until(RawWebSocket client, String part) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf(part) < 0) {
      RawWebSocket.Frame frame = client.next();
      heard.append(frame.opcode() == RawWebSocket.TEXT ? frame.text() : "");
    }
    return heard.toString();
  }

  private static void catchUp(ServerStage stage, long start) throws IOException {
    try (var again = new RawWebSocket(stage.port(), "/v1/rooms/slow", "")) {
      again.say(join(SLOW, ",\"after\":" + start));
      assertThat(again.next().text()).contains("\"resumed\":true");
      assertThat(again.next().text()).contains("peer-joined");
      for (int number = 1; number <= MESSAGES; number++) {
        assertThat(again.next().text()).contains("\"data\":\"" + number + " " + FILLER);
      }
    }
  }

  private static long seq(String joined) {
    Matcher matcher = Pattern.compile("\"seq\":([0-9]+)").matcher(joined);
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static String join(String key, String more) {
    return "{\"type\":\"join\",\"key\":\"%s\"%s}".formatted(key, more);
  }
}
