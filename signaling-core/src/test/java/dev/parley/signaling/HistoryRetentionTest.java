package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.RoomName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kept messages are dropped by age and by memory pressure, also in rooms without activity. */
class HistoryRetentionTest {
  private static final int BYTES = 60_000;

  /** Longer than events stay in a log, so that only kept messages are charged. */
  private static final Duration LONG = Duration.ofSeconds(80);

  private final ManualClock clock = new ManualClock();
  private int number;

  @Test
  void keptMessagesAreDroppedAfterTheirAge() {
    Signaling signaling =
        Signaling.builder().clock(clock).historyAge(Duration.ofSeconds(100)).build();
    ClientAccount ann = signaling.account("192.0.2.1");
    keep(signaling, ann);
    assertThat(ann.logs().taken()).isBetween((long) BYTES, BYTES * 11L / 10);
    pass(signaling);
    assertThat(ann.logs().taken()).isZero();
  }

  @Test
  void keptMessagesOfLargeHoldersAreDroppedUnderMemoryPressure() {
    long logBytes = 400_000;
    Signaling signaling = Signaling.builder().clock(clock).totalLogBytes(logBytes).build();
    List<ClientAccount> all =
        List.of(
            signaling.account("first"), signaling.account("second"), signaling.account("third"));
    for (ClientAccount client : all) {
      for (int i = 0; i < 3; i++) {
        keep(signaling, client);
      }
    }
    pass(signaling);
    assertThat(all).allSatisfy(client -> assertThat(client.logs().taken()).isPositive());
    assertThat(all.stream().mapToLong(client -> client.logs().taken()).sum())
        .isLessThan(logBytes / 4 * 3);
  }

  @Test
  void admissionTimesAreCharged() {
    Signaling signaling = Signaling.builder().clock(clock).historySinceAdmission(true).build();
    ClientAccount ann = signaling.account("192.0.2.1");
    RoomName room = new RoomName("doors");
    join(signaling, ann, room);
    for (int i = 0; i < 100; i++) {
      join(signaling, ann, room).receive("{\"type\":\"leave\",\"id\":1}");
    }
    pass(signaling);
    assertThat(ann.logs().taken()).isBetween(2_000L, 4_000L); // each of which stands for four
  }

  private void keep(Signaling signaling, ClientAccount client) {
    join(signaling, client, new RoomName("room" + number))
        .receive(
            "{\"type\":\"message\",\"id\":1,\"data\":\"%s\",\"keep\":true}"
                .formatted("x".repeat(BYTES)));
    pass(signaling);
  }

  private Participant join(Signaling signaling, ClientAccount client, RoomName room) {
    Participant participant = signaling.connect(room, client, new RecordingLink());
    participant.receive(
        "{\"type\":\"join\",\"key\":\"kept-0123456789abcdefgh-%d\"}".formatted(++number));
    return participant;
  }

  private void pass(Signaling signaling) {
    clock.advance(LONG);
    signaling.tick();
  }
}
