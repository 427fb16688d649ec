package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who does not read is cut before it costs memory, and has lost nothing when it comes back. */
class SlowReaderTest {
  private static final int MESSAGES = 1_000;
  private static final String PLENTY = "67108864";
  private static final String SLOW = "slow-0123456789abcdefgh";
  private static final String FILLER = "x".repeat(16_000);

  @ParameterizedTest
  @ValueSource(strings = {"--unsent-bytes", "--total-unsent-bytes"})
  void aSocketThatIsNotReadIsCutAndItsPeerCatchesUpFromTheLog(String bound) throws Exception {
    try (var stage = stage(bound);
        var slow = client(stage)) {
      slow.say(join(SLOW, ""));
      long start = seq(slow.next().text());
      talkUntilLost(stage);
      catchUp(stage, start);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--unsent-bytes", "--total-unsent-bytes"})
  void soIsAnEventStream(String bound) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (var stage = stage(bound);
        var slow = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
      HttpPeer peer = new HttpPeer(http, stage.port(), "slow", SLOW).join();
      http.shutdownNow();
      slow.getOutputStream()
          .write(
              "GET %s/events?ticket=%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .formatted(peer.self().getPath(), peer.ticket())
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(slow.getInputStream().read()).isEqualTo('H'); // and no more of the answer
      talkUntilLost(stage);
      catchUp(stage, peer.seq());
    }
  }

  /** Of the two bounds on what waits, this one is low. */
  private static ServerStage stage(String bound) {
    String other = bound.equals("--unsent-bytes") ? "--total-unsent-bytes" : "--unsent-bytes";
    return new ServerStage(
        bound, "65536", other, PLENTY, "--log-bytes", PLENTY, "--messages-per-second", "100000");
  }

  /** All of it is in the log, and the slow one is shown as lost, though it has not read its end. */
  private static void talkUntilLost(ServerStage stage) throws IOException {
    try (var fast = client(stage)) {
      fast.say(join("fast-0123456789abcdefgh", ""));
      assertThat(fast.next().text()).contains("joined");
      for (int id = 1; id <= MESSAGES; id++) {
        fast.say("{\"type\":\"message\",\"id\":%d,\"data\":\"%d %s\"}".formatted(id, id, FILLER));
      }
      hear(fast, "\"received\":" + MESSAGES, "\"online\":false");
    }
    stage.pass(Duration.ofSeconds(6));
  }

  private static void catchUp(ServerStage stage, long start) throws IOException {
    try (var again = client(stage)) {
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

  private static void hear(RawWebSocket client, String... parts) throws IOException {
    Set<String> missing = new HashSet<>(Set.of(parts));
    while (!missing.isEmpty()) {
      String text = client.next().text();
      missing.removeIf(text::contains);
    }
  }

  private static String join(String key, String more) {
    return "{\"type\":\"join\",\"key\":\"%s\"%s}".formatted(key, more);
  }

  private static RawWebSocket client(ServerStage stage) throws IOException {
    return new RawWebSocket(stage.port(), "/v1/rooms/slow", "");
  }
}
