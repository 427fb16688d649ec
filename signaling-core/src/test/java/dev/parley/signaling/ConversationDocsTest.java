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

/** Replays the conversation in docs/writing-a-client.md against the core. */
class ConversationDocsTest {
  private static final Path PAGE = Path.of("..", "docs", "writing-a-client.md");
  private static final RoomName ROOM = new RoomName("standup");
  private static final Pattern LINE = Pattern.compile("(?m)^(ana|ben) ([→←✗]) (.*)$");

  /** The time at which the page begins: sequence numbers start from the clock. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_782_000_000_000L));

  private final Signaling signaling = Signaling.builder().clock(CLOCK).build();
  private final ClientAccount address = signaling.account("192.0.2.7");
  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private boolean isClosing;

  /** A connection, and the count of its messages that the page has shown so far. */
  private final class Connection {
    final RecordingLink link = new RecordingLink();
    final Participant participant = signaling.connect(ROOM, address, link);
    int received;

    /** The next message, without acknowledgements: the page does not fix their time. */
    String next() {
      List<String> all = link.received();
      while (received < all.size() && isAck(all.get(received))) {
        received++;
      }
      return received < all.size() ? comparable(all.get(received++)) : "nothing";
    }
  }

  @Test
  void documentedConversationMatchesTheServer() throws Exception {
    List<MatchResult> lines = LINE.matcher(Files.readString(PAGE)).results().toList();
    assertThat(lines).hasSizeGreaterThan(40);
    for (MatchResult line : lines) {
      play(line.group(1), line.group(2), line.group(3));
    }
    assertThat(connections).allSatisfy((_, each) -> assertThat(each.next()).isEqualTo("nothing"));
  }

  private void play(String peer, String direction, String text) {
    switch (direction) {
      case "→" -> send(peer, text);
      case "✗" -> connection(peer).participant.closed();
      default -> receive(connection(peer), text);
    }
  }

  private Connection connection(String peer) {
    return Objects.requireNonNull(connections.get(peer));
  }

  private void send(String peer, String text) {
    if (text.startsWith("{\"type\":\"join\"")) {
      connections.put(peer, new Connection());
    }
    connection(peer).participant.receive(text);
  }

  private void receive(Connection connection, String text) {
    if (text.startsWith("closed with ")) {
      assertThat(connection.link.closed())
          .extracting(CloseCode::number)
          .containsExactly(Integer.valueOf(text.substring("closed with ".length())));
      connection.participant.closed();
    } else if (isAck(text)) {
      signaling.tick();
      signaling.tick();
      assertThat(connection.link.received()).contains(text);
    } else {
      if (text.startsWith("{\"type\":\"bye\"") && !isClosing) {
        isClosing = true;
        signaling.close();
      }
      assertThat(connection.next()).isEqualTo(comparable(text));
    }
  }

  private static boolean isAck(String message) {
    return message.startsWith("{\"type\":\"ack\"");
  }

  /** Without the values that differ in each run: ticket codes and reconnection delays. */
  private static String comparable(String message) {
    return message
        .replaceAll("\"ticket\":\"(\\d+)\\.[^\"]*\"", "\"ticket\":\"$1.…\"")
        .replaceAll("\"reconnectAfter\":\\d+", "\"reconnectAfter\":_");
  }
}
