package dev.parley.signaling.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.LinkName;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.room.Audience;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events and audiences read from their records. */
class EntryRecordTest {
  private static final PeerId ANN = new PeerId("AbCdEfGhIjKlMnOpQrStUv");
  private static final PeerId BEN = new PeerId("ben");
  private static final Payload DATA = Payload.of("{\"text\":\"grüß dich \uD83D\uDC4B\"}");
  private static final PeerInfo INFO =
      new PeerInfo(
          ANN,
          7,
          new PeerName("Änn \uD83D\uDC4B"),
          "guest",
          Features.of(Set.of("x", "state")),
          true,
          DATA);

  private static final LinkName SCREEN = new LinkName("screen");

  static Event[] events() {
    return new Event[] {
      new Event.PeerJoined(INFO),
      new Event.PeerUpdated(INFO.withOnline(false)),
      new Event.PeerUpdated(new PeerInfo(BEN, 8, PeerName.NONE, "", Features.NONE, true, DATA)),
      new Event.PeerLeft(ANN, LeaveReason.KICKED),
      new Event.Signal(ANN, SignalKind.OFFER, Payload.of("\"" + "x".repeat(70_000) + "\"")),
      new Event.Signal(ANN, SignalKind.ANSWER, DATA),
      new Event.Signal(ANN, SignalKind.CANDIDATE, Payload.of("null")),
      new Event.Signal(ANN, SignalKind.OFFER, SCREEN, DATA, Payload.of("null")),
      new Event.Signal(ANN, SignalKind.ANSWER, null, DATA, Payload.of("[1.50]")),
      new Event.Signal(ANN, SignalKind.CANDIDATE, SCREEN, DATA, null),
      new Event.Message(ANN, DATA, true, false),
      new Event.Message(ANN, DATA, true, true),
      new Event.Message(ANN, DATA, false, false),
      new Event.Message(ANN, DATA, false, true),
      new Event.State(ANN, new StateName("slides.page"), DATA),
      new Event.Reply(ANN, 12, null, DATA),
      new Event.Reply(ANN, 12, (1L << 53) - 1, DATA),
    };
  }

  @ParameterizedTest
  @MethodSource("events")
  void recordsSurviveEncoding(Event event) {
    for (Audience audience :
        new Audience[] {
          new Audience.AllBut(Set.of()), Audience.allBut(ANN), new Audience.Only(Set.of(ANN, BEN))
        }) {
      ByteQueue records = new ByteQueue(new ChunkPool(0));
      new EntryRecord(1_763_700_000_123L, 41, 42, audience, event).writeTo(records.begin());
      records.end();
      assertThat(EntryRecord.atMillis(records)).isEqualTo(1_763_700_000_123L);
      assertThat(EntryRecord.seq(records, 0)).isEqualTo(41);
      assertThat(EntryRecord.requestId(records, 0)).isEqualTo(42);
      assertThat(EntryRecord.audience(records, 0)).isEqualTo(audience);
      assertThat(EntryRecord.concerns(BEN, records, 0))
          .isEqualTo(audience.includes(TestLog.info(BEN)));
      assertThat(EntryRecord.concerns(ANN, records, 0))
          .isEqualTo(audience.includes(TestLog.info(ANN)));
      assertThat(EntryRecord.event(records, 0)).isEqualTo(event);
      assertThat(EntryRecord.asks(ANN, TestLog.info(BEN), records, 0))
          .isEqualTo(
              audience.includes(TestLog.info(BEN))
                  && event instanceof Event.Message message
                  && message.ask());
    }
  }
}
