package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who does not read is cut before it costs memory, and has lost nothing when it comes back. */
class SlowReaderTest {
  private static final int MESSAGES = 1_000;
  private static final String FILLER = "x".repeat(16_000);

  @Test
  void aClientThatDoesNotReadIsCutAndCatchesUpFromTheLog() throws IOException {
    try (var stage =
            new ServerStage(
                "--unsent-bytes",
                "65536",
                "--log-bytes",
                "67108864",
                "--messages-per-second",
                "100000");
        var slow = client(stage);
        var fast = client(stage)) {
      slow.say(join("slow-0123456789abcdefgh", ""));
      long start = seq(slow.next().text());
      fast.say(join("fast-0123456789abcdefgh", ""));
      assertThat(fast.next().text()).contains("joined");

      for (int id = 1; id <= MESSAGES; id++) {
        fast.say("{\"type\":\"message\",\"id\":%d,\"data\":\"%d %s\"}".formatted(id, id, FILLER));
      }
      // All of it is in the log, and the slow one is shown as lost, though it has not read its
      // close.
      hear(fast, "\"received\":" + MESSAGES, "\"online\":false");
      stage.pass(Duration.ofSeconds(6));

      try (var again = client(stage)) {
        again.say(join("slow-0123456789abcdefgh", ",\"after\":" + start));
        assertThat(again.next().text()).contains("\"resumed\":true");
        assertThat(again.next().text()).contains("peer-joined");
        for (int number = 1; number <= MESSAGES; number++) {
          assertThat(again.next().text()).contains("\"data\":\"" + number + " " + FILLER);
        }
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
