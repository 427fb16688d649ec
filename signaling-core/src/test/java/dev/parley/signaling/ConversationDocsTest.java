package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The conversation in docs/writing-a-client.md is what the core says, letter by letter. */
class ConversationDocsTest {
  private static final Path PAGE = Path.of("..", "docs", "writing-a-client.md");
  private static final RoomName ROOM = new RoomName("standup");
  private static final Pattern LINE = Pattern.compile("(?m)^(ana|ben) ([→←✗]) (.*)$");

  /** The time at which the page begins, which is where numbers begin. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_782_000_000_000L));

  private final Signaling signaling = Signaling.builder().clock(CLOCK).build();
  private final ClientAccount address = signaling.account("192.0.2.7");
  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private boolean restarts;

  /** One connection of somebody's, and how much of what came is in the page so far. */
  private final class Connection {
    final RecordingLink link = new RecordingLink();
    final Participant participant = signaling.connect(ROOM, address, link);
    int heard;

    /** The next message that is no acknowledgement: those come when the server likes. */
    String next() {
      List<String> all = link.heard();
      while (heard < all.size() && isAck(all.get(heard))) {
        heard++;
      }
      return heard < all.size() ? comparable(all.get(heard++)) : "nothing";
    }
  }

  @Test
  void everyLineIsWhatTheServerSays() throws Exception {
    List<MatchResult> lines = LINE.matcher(Files.readString(PAGE)).results().toList();
    assertThat(lines).hasSizeGreaterThan(40);
    for (MatchResult line : lines) {
      play(line.group(1), line.group(2), line.group(3));
    }
    assertThat(connections).allSatisfy((_, each) -> assertThat(each.next()).isEqualTo("nothing"));
  }

  private void play(String who, String direction, String text) {
    switch (direction) {
      case "→" -> say(who, text);
      case "✗" -> connection(who).participant.closed();
      default -> hear(connection(who), text);
    }
  }

  private Connection connection(String who) {
    return Objects.requireNonNull(connections.get(who));
  }

  private void say(String who, String text) {
    if (text.startsWith("{\"type\":\"join\"")) {
      connections.put(who, new Connection());
    }
    connection(who).participant.receive(text);
  }

  private void hear(Connection connection, String text) {
    if (text.startsWith("closed with ")) {
      assertThat(connection.link.closed())
          .extracting(CloseCode::number)
          .containsExactly(Integer.valueOf(text.substring("closed with ".length())));
      connection.participant.closed();
    } else if (isAck(text)) {
      signaling.tick();
      signaling.tick();
      assertThat(connection.link.heard()).contains(text);
    } else {
      if (text.startsWith("{\"type\":\"bye\"") && !restarts) {
        restarts = true;
        signaling.close();
      }
      assertThat(connection.next()).isEqualTo(comparable(text));
    }
  }

  private static boolean isAck(String message) {
    return message.startsWith("{\"type\":\"ack\"");
  }

  /** Without what is another each time: the codes of tickets, and when to come again. */
  private static String comparable(String message) {
    return message
        .replaceAll("\"ticket\":\"(\\d+)\\.[^\"]*\"", "\"ticket\":\"$1.…\"")
        .replaceAll("\"reconnectAfter\":\\d+", "\"reconnectAfter\":_");
  }
}
