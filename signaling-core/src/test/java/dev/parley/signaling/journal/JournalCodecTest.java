package dev.parley.signaling.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Fact;
import dev.parley.signaling.room.Refusal;
import dev.parley.signaling.room.Refusals;
import dev.parley.signaling.room.RoomState;
import dev.parley.signaling.room.Seat;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries and snapshots are the same after encoding and decoding. */
class JournalCodecTest {
  private static final PeerId ANN = new PeerId("AbCdEfGhIjKlMnOpQrStUv");
  private static final PeerId BEN = new PeerId("ben-ben-ben-ben-ben-be");
  private static final Payload DATA = Payload.of("{\"text\":\"grüß dich 👋\"}");
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.123456789Z");
  private static final Connection CONNECTION = new Connection("node-1", 41, true);
  private static final Refusal REFUSAL =
      new Refusal(ErrorCode.CONFLICT, "It was set meanwhile.", List.of(ANN, BEN), 40L);

  static List<Fact> facts() {
    return List.of(
        new Fact.Emitted(new Event.Message(ANN, DATA, true, true), Audience.allBut(ANN), 7),
        new Fact.Emitted(new Event.PeerJoined(TestLog.info(ANN)), Audience.only(BEN), 0),
        new Fact.Emitted(
            new Event.State(ANN, new StateName("slides.page"), DATA),
            new Audience.WithFeature(Features.STATE),
            8),
        new Fact.Attached(ANN, CONNECTION),
        new Fact.GoingAway(ANN),
        new Fact.Processed(ANN, 9, null, false),
        new Fact.Processed(ANN, 10, REFUSAL, true),
        new Fact.Processed(ANN, 11, new Refusal(ErrorCode.BAD_MESSAGE, "No."), false));
  }

  @ParameterizedTest
  @MethodSource("facts")
  void entriesSurviveEncoding(Fact fact) {
    Entry entry = new Entry((1L << 53) - 1, NOW, fact);
    assertThat(JournalCodec.entry(JournalCodec.encode(entry))).isEqualTo(entry);
  }

  @Test
  void snapshotsSurviveEncoding() {
    assertThat(JournalCodec.snapshot(JournalCodec.encode(snapshot()))).isEqualTo(snapshot());
  }

  @Test
  void seatsThatGoAwayAreDisconnectedForEarlierVersions() {
    byte[] disconnected = JournalCodec.encode(snapshot(false));
    byte[] goingAway = JournalCodec.encode(snapshot(true));
    int difference = Arrays.mismatch(disconnected, goingAway);
    assertThat(disconnected[difference]).as("written by earlier versions").isEqualTo((byte) 1);
    assertThat(goingAway[difference]).as("read as true by earlier versions").isEqualTo((byte) 2);
    goingAway[difference] = 1;
    assertThat(goingAway).isEqualTo(disconnected);
  }

  private static Snapshot snapshot() {
    return snapshot(true);
  }

  private static Snapshot snapshot(boolean goingAway) {
    List<Seat.State> seats =
        List.of(
            new Seat.State(
                TestLog.info(ANN, Features.SERVER),
                CONNECTION,
                40,
                NOW,
                goingAway,
                1_763_700_000_123L,
                12,
                List.of(new Refusals.Refused(10, REFUSAL))),
            new Seat.State(TestLog.info(BEN), null, 0, null, false, Long.MIN_VALUE, 0, List.of()));
    RoomState room =
        new RoomState(
            7,
            41,
            seats,
            List.of(new RoomState.SharedValue(new StateName("a"), new StateValue(DATA, 33), 7)),
            List.of(
                new RoomState.KeptMessage(
                    new HistoryMessage(34, ANN, new PeerName("Änn 👋"), DATA), NOW, Set.of(BEN))),
            Map.of(ANN, 20L));
    return new Snapshot(
        41, room, Map.of(ANN, new Snapshot.SeatLog(20, 25), BEN, new Snapshot.SeatLog(30, 0)), 25);
  }

  @Test
  void laterVersionsAreRefusedWithAdvice() {
    byte[] bytes = JournalCodec.encode(new Entry(1, NOW, new Fact.Attached(ANN, CONNECTION)));
    bytes[0]++;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalCodec.entry(bytes))
        .withMessageContaining("upgrade this node");
  }

  @Test
  void truncatedBytesAreRefused() {
    byte[] entry =
        JournalCodec.encode(new Entry(1, NOW, new Fact.Processed(ANN, 10, REFUSAL, true)));
    byte[] snapshot = JournalCodec.encode(snapshot());
    for (int length = 1; length < entry.length; length++) {
      byte[] cut = Arrays.copyOf(entry, length);
      assertThatIllegalArgumentException().isThrownBy(() -> JournalCodec.entry(cut));
    }
    for (int length = 1; length < snapshot.length; length++) {
      byte[] cut = Arrays.copyOf(snapshot, length);
      assertThatIllegalArgumentException().isThrownBy(() -> JournalCodec.snapshot(cut));
    }
  }
}
