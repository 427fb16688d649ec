package dev.parley.signaling.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.wire.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replay, trimming and resumption with one log. */
class RoomLogTest {
  private static final PeerId ANN = new PeerId("ann");
  private static final PeerId BEN = new PeerId("ben");
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final Budget budget = new Budget(1 << 20);
  private final LogCapacity capacity = new LogCapacity(Duration.ofSeconds(75), 1_000, budget);
  private final RoomLog log = TestLog.open(capacity, budget.quota(), 100);

  @Test
  void replayDeliversEventsForThePeerInOrder() {
    log.addSeat(TestLog.info(BEN));
    send("1", Audience.only(BEN));
    send("2", Audience.only(ANN));
    send("3", Audience.allBut(ANN));
    assertThat(missed(100)).containsExactly(message(101, "1"), message(103, "3"));
    assertThat(missed(101)).containsExactly(message(103, "3"));
    assertThat(missed(103)).isEmpty();
  }

  @Test
  void replaysShareEncodedBytes() {
    log.addSeat(TestLog.info(BEN));
    send("1", Audience.allBut(ANN));
    assertThat(replay(100).getFirst()).isSameAs(replay(100).getFirst());
  }

  @Test
  void entriesBeyondTheCapacityAreTrimmed() {
    log.addSeat(TestLog.info(BEN));
    for (int i = 0; i < 100; i++) {
      send(String.valueOf(1_000 + i), Audience.only(BEN));
    }
    List<String> kept = missed(100);
    assertThat(kept).hasSizeBetween(10, 25);
    assertThat(kept.getLast()).isEqualTo(message(200, "1099"));
    assertThat(log.canResume(BEN, 200 - kept.size())).isTrue();
    assertThat(log.canResume(BEN, 199 - kept.size())).isFalse();
    assertThat(budget.taken()).isBetween(500L, 1_000L);
  }

  @Test
  void entriesLargerThanTheCapacityAreNotKept() {
    log.addSeat(TestLog.info(BEN));
    send("1", Audience.only(BEN));
    send("\"" + "x".repeat(2_000) + "\"", Audience.only(BEN));
    assertThat(log.canResume(BEN, 101)).isFalse();
    assertThat(log.canResume(BEN, 102)).isTrue();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void entriesAreTrimmedAfterTheirAge() {
    log.addSeat(TestLog.info(BEN));
    send("1", Audience.only(BEN));
    log.trim(NOON.plusSeconds(75));
    assertThat(missed(100)).hasSize(1);
    log.trim(NOON.plusSeconds(76));
    assertThat(missed(100)).isEmpty();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void repliesFindTheirQuestionWhileItIsInTheLog() {
    log.addSeat(TestLog.info(ANN));
    TestLog.append(
        log, NOON, new Event.Message(ANN, Payload.of("1"), false, false), Audience.only(BEN), 7);
    TestLog.append(
        log, NOON, new Event.Message(ANN, Payload.of("1"), true, false), Audience.only(BEN), 8);
    assertThat(log.askId(102, ANN, TestLog.info(BEN))).isEqualTo(8);
    assertThat(log.askId(101, ANN, TestLog.info(BEN))).isNull(); // it did not ask
    assertThat(log.askId(102, BEN, TestLog.info(ANN))).isNull();
    assertThat(log.askId(102, ANN, TestLog.info(new PeerId("eve")))).isNull();
    assertThat(log.askId(100, ANN, TestLog.info(BEN))).isNull();
    assertThat(log.askId(103, ANN, TestLog.info(BEN))).isNull();
    log.trim(NOON.plusSeconds(76));
    assertThat(log.askId(102, ANN, TestLog.info(BEN))).isNull();
  }

  @Test
  void replayExaminesOnlyEntriesForThePeer() {
    RoomLog full =
        TestLog.open(new LogCapacity(Duration.ofSeconds(75), 4 << 20, budget), budget.quota(), 100);
    PeerId cleo = new PeerId("cleo");
    full.addSeat(TestLog.info(BEN));
    full.addSeat(TestLog.info(cleo));
    for (int i = 0; i < 10_000; i++) {
      TestLog.append(
          full,
          NOON,
          new Event.Message(ANN, Payload.of("1"), false, false),
          Audience.only(i == 99 ? BEN : cleo),
          0);
    }
    assertThat(full.replay(100, BEN, _ -> true))
        .satisfies(replayed -> {
          assertThat(replayed.examined()).isEqualTo(1);
          assertThat(replayed.through()).isEqualTo(10_100);
          assertThat(replayed.finished()).isTrue();
        });
  }

  @Test
  void longReplaysAreSplit() {
    RoomLog full =
        TestLog.open(new LogCapacity(Duration.ofSeconds(75), 4 << 20, budget), budget.quota(), 100);
    full.addSeat(TestLog.info(BEN));
    for (int i = 0; i < 2_500; i++) {
      TestLog.append(
          full,
          NOON,
          new Event.Message(ANN, Payload.of("1"), false, false),
          Audience.allBut(BEN),
          0);
    }
    long through = 100;
    int steps = 0;
    ReplayResult replayed;
    do {
      replayed = full.replay(through, BEN, _ -> true);
      through = replayed.through();
      steps++;
    } while (!replayed.finished());
    assertThat(steps).isEqualTo(3);
    assertThat(through).isEqualTo(2_600);
  }

  private void send(String data, Audience audience) {
    TestLog.append(log, NOON, new Event.Message(ANN, Payload.of(data), false, false), audience, 0);
  }

  private List<String> missed(long after) {
    return replay(after).stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
  }

  private List<byte[]> replay(long after) {
    List<byte[]> encoded = new ArrayList<>();
    log.replay(after, BEN, entry -> encoded.add(entry.encoded(JsonCodec.STANDARD)));
    return encoded;
  }

  private static String message(int seq, String data) {
    return "{\"type\":\"message\",\"seq\":%d,\"from\":\"ann\",\"data\":%s}".formatted(seq, data);
  }
}
