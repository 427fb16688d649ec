package dev.parley.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.wire.NativeDialect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomLogTest {
  private static final PeerId ANN = new PeerId("ann");
  private static final PeerId BEN = new PeerId("ben");
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final Budget ofAll = new Budget(1 << 20);
  private final RoomLog.Capacity capacity =
      new RoomLog.Capacity(Duration.ofSeconds(75), 1_000, ofAll);
  private final RoomLog log = new RoomLog(capacity, ofAll.quota(), new Chunks(1 << 20), 100);

  @Test
  void whoComesBackHearsWhatWasForThemInOrder() {
    log.begin(BEN);
    say("1", Audience.only(BEN));
    say("2", Audience.only(ANN));
    say("3", Audience.allBut(ANN));
    assertThat(missed(100)).containsExactly(message(101, "1"), message(103, "3"));
    assertThat(missed(101)).containsExactly(message(103, "3"));
    assertThat(missed(103)).isEmpty();
  }

  @Test
  void allWhoComeBackAreSentTheSameBytes() {
    log.begin(BEN);
    say("1", Audience.allBut(ANN));
    assertThat(replay(100).getFirst()).isSameAs(replay(100).getFirst());
  }

  @Test
  void whatIsBeyondTheBytesIsLetGo() {
    log.begin(BEN);
    for (int i = 0; i < 100; i++) {
      say(String.valueOf(1_000 + i), Audience.only(BEN));
    }
    List<String> kept = missed(100);
    assertThat(kept).hasSizeBetween(10, 25);
    assertThat(kept.getLast()).isEqualTo(message(200, "1099"));
    assertThat(log.continues(BEN, 200 - kept.size())).isTrue();
    assertThat(log.continues(BEN, 199 - kept.size())).isFalse();
    assertThat(ofAll.taken()).isBetween(500L, 1_000L);
  }

  @Test
  void whatDoesNotFitAtAllIsNotKept() {
    log.begin(BEN);
    say("1", Audience.only(BEN));
    say("\"" + "x".repeat(2_000) + "\"", Audience.only(BEN));
    assertThat(log.continues(BEN, 101)).isFalse();
    assertThat(log.continues(BEN, 102)).isTrue();
    assertThat(ofAll.taken()).isZero();
  }

  @Test
  void whatIsOldIsLetGo() {
    log.begin(BEN);
    say("1", Audience.only(BEN));
    log.trim(NOON.plusSeconds(75));
    assertThat(missed(100)).hasSize(1);
    log.trim(NOON.plusSeconds(76));
    assertThat(missed(100)).isEmpty();
    assertThat(ofAll.taken()).isZero();
  }

  @Test
  void anAnswerFindsItsQuestionWhileTheLogHoldsIt() {
    log.begin(ANN);
    log.append(NOON, new Event.Message(ANN, Payload.of("1"), false), Audience.only(BEN), 7);
    log.append(NOON, new Event.Message(ANN, Payload.of("1"), true), Audience.only(BEN), 8);
    assertThat(log.askId(102, ANN, BEN)).isEqualTo(8);
    assertThat(log.askId(101, ANN, BEN)).isNull(); // it did not ask
    assertThat(log.askId(102, BEN, ANN)).isNull();
    assertThat(log.askId(102, ANN, new PeerId("eve"))).isNull();
    assertThat(log.askId(100, ANN, BEN)).isNull();
    assertThat(log.askId(103, ANN, BEN)).isNull();
    log.trim(NOON.plusSeconds(76));
    assertThat(log.askId(102, ANN, BEN)).isNull();
  }

  @Test
  void aReplayTouchesOnlyWhatConcernsThePeer() {
    RoomLog full =
        new RoomLog(
            new RoomLog.Capacity(Duration.ofSeconds(75), 4 << 20, ofAll),
            ofAll.quota(),
            new Chunks(1 << 20),
            100);
    PeerId cleo = new PeerId("cleo");
    full.begin(BEN);
    full.begin(cleo);
    for (int i = 0; i < 10_000; i++) {
      full.append(
          NOON,
          new Event.Message(ANN, Payload.of("1"), false),
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
  void aReplayThatFindsNothingForLongLetsTheOthersHaveTheirTurn() {
    RoomLog full =
        new RoomLog(
            new RoomLog.Capacity(Duration.ofSeconds(75), 4 << 20, ofAll),
            ofAll.quota(),
            new Chunks(1 << 20),
            100);
    full.begin(BEN);
    for (int i = 0; i < 2_500; i++) {
      full.append(NOON, new Event.Message(ANN, Payload.of("1"), false), Audience.allBut(BEN), 0);
    }
    long through = 100;
    int steps = 0;
    RoomLog.Replayed replayed;
    do {
      replayed = full.replay(through, BEN, _ -> true);
      through = replayed.through();
      steps++;
    } while (!replayed.finished());
    assertThat(steps).isEqualTo(3);
    assertThat(through).isEqualTo(2_600);
  }

  private void say(String data, Audience audience) {
    log.append(NOON, new Event.Message(ANN, Payload.of(data), false), audience, 0);
  }

  private List<String> missed(long after) {
    return replay(after).stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
  }

  private List<byte[]> replay(long after) {
    List<byte[]> spelled = new ArrayList<>();
    log.replay(after, BEN, entry -> spelled.add(entry.spelled(NativeDialect.STANDARD)));
    return spelled;
  }

  private static String message(int seq, String data) {
    return "{\"type\":\"message\",\"seq\":%d,\"from\":\"ann\",\"data\":%s}".formatted(seq, data);
  }
}
