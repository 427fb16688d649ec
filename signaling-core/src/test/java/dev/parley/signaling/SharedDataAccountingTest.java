package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.protocol.StateName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Kept messages and shared values are charged to the address that opened the room. */
class SharedDataAccountingTest {
  private static final RoomName ROOM = new RoomName("memory");
  private static final int TOTAL_LOG_BYTES = 100_000;
  private static final int TOTAL_ROSTER_BYTES = 20_000;

  private final Signaling signaling =
      Signaling.builder()
          .totalLogBytes(TOTAL_LOG_BYTES)
          .totalRosterBytes(TOTAL_ROSTER_BYTES)
          .build();
  private final ClientAccount founding = signaling.account("192.0.2.1");
  private final ClientAccount coming = signaling.account("192.0.2.2");
  private final Participant founder = join(founding, new RecordingListener());
  private final RecordingListener received = new RecordingListener();
  private final Participant guest = join(coming, received);

  @Test
  void oldestKeptMessagesAreDroppedWhenLogsAreFull() {
    for (int i = 0; i < 20; i++) {
      keep(Payload.of("\"" + "x".repeat(4_000) + i + "\""));
    }
    RecordingListener newcomer = new RecordingListener();
    join(coming, newcomer);

    List<HistoryMessage> history =
        Objects.requireNonNull(((Notice.Joined) newcomer.received().getFirst()).history());
    assertThat(history).hasSizeBetween(1, 19);
    assertThat(history.getLast().data().toString()).endsWith("x19\"");
    assertThat(founding.logs().taken()).isBetween(1L, TOTAL_LOG_BYTES / 2L);
    assertThat(coming.logs().taken()).isZero();
  }

  @Test
  void sharedValuesAreRefusedWhenRostersAreFull() {
    set("a", text());
    assertThat(founding.rosters().taken()).isGreaterThan(TOTAL_ROSTER_BYTES / 2);
    assertThat(error()).isNull();

    set("b", text());
    Notice.Error refusal = Objects.requireNonNull(error());
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_MESSAGE);
    assertThat(refusal.sentence()).contains("short of memory");

    set("a", Payload.of("null"));
    set("b", text());
    assertThat(error()).as("removing a value releases its bytes").isEqualTo(refusal);
  }

  @Test
  void keptDataIsReleasedWithTheRoom() {
    keep(text());
    set("a", text());
    founder.send(new Request.Leave(Request.NO_ID));
    assertThat(founding.rosters().taken()).isGreaterThan(text().length());
    assertThat(founding.logs().taken()).isGreaterThan(text().length());

    guest.send(new Request.Leave(Request.NO_ID));
    assertThat(founding.isEmpty()).isTrue();
    assertThat(coming.isEmpty()).isTrue();
  }

  private static Payload text() {
    return Payload.of("\"" + "y".repeat(12_000) + "\"");
  }

  private void keep(Payload data) {
    guest.send(new Request.Message(Request.NO_ID, null, Set.of(), data, false, true));
  }

  private void set(String name, Payload value) {
    guest.send(new Request.Set(Request.NO_ID, new StateName(name), value, null));
  }

  private Notice.@Nullable Error error() {
    return received.received().stream()
        .filter(Notice.Error.class::isInstance)
        .map(Notice.Error.class::cast)
        .reduce((_, last) -> last)
        .orElse(null);
  }

  private Participant join(ClientAccount client, RecordingListener listener) {
    Request.Join join =
        new Request.Join(
            PeerKey.random(), PeerName.NONE, Payload.EMPTY_OBJECT, Features.NONE, 100, null, null);
    return signaling.join(ROOM, client, join, listener, Runnable::run);
  }
}
