package dev.parley.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.LinkName;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The messages in protocol/fixtures/features, which need an announced feature. */
class FeatureFixturesTest {
  private static final StateName PAGE = new StateName("slides.page");
  private static final Payload SEVENTH = Payload.of("{\"page\":7}");
  private static final Payload NULL = Payload.of("null");
  private static final LinkName SCREEN = new LinkName("screen");
  private static final Payload SHARING =
      Payload.of("{\"sources\":{\"0\":{\"source\":\"screen\"}}}");
  private static final Payload MUTED =
      Payload.of(
          "{\"sources\":{\"0\":{\"source\":\"microphone\",\"muted\":true},"
              + "\"1\":{\"source\":\"camera\"}}}");
  private static final PeerInfo BEN =
      new PeerInfo(
          Fixtures.BEN,
          2,
          Fixtures.BEN_NAME,
          "member",
          Features.of(Set.of("state", "whiteboard-2", "history")),
          true,
          Payload.EMPTY_OBJECT);

  private static final Map<String, Request> REQUESTS =
      Map.of(
          "join",
          new Request.Join(
              Fixtures.ANA_KEY,
              Fixtures.ANA_NAME,
              Payload.of("{\"muted\":false}"),
              Features.of(Set.of("history", "state")),
              100,
              null,
              null),
          "message-keep",
          new Request.Message(1, null, Set.of(Fixtures.CLEO), Fixtures.GREETING, false, true),
          "set",
          new Request.Set(2, PAGE, SEVENTH, null),
          "set-if",
          new Request.Set(3, PAGE, Payload.of("8"), 57L),
          "set-new",
          new Request.Set(4, PAGE, Payload.of("1"), 0L),
          "set-remove",
          new Request.Set(5, PAGE, NULL, null),
          "offer-link",
          new Request.Signal(6, SignalKind.OFFER, Fixtures.BEN, SCREEN, Fixtures.SDP, SHARING),
          "answer-data",
          new Request.Signal(7, SignalKind.ANSWER, Fixtures.BEN, null, Fixtures.SDP, MUTED),
          "candidate-link",
          new Request.Signal(8, SignalKind.CANDIDATE, Fixtures.BEN, SCREEN, NULL, null));

  /** The position of an event is its sequence number. */
  private static final List<Map.Entry<String, Event>> EVENTS =
      List.of(
          Map.entry("peer-joined", new Event.PeerJoined(BEN)),
          Map.entry("state", new Event.State(Fixtures.BEN, PAGE, SEVENTH)),
          Map.entry("state-removed", new Event.State(Fixtures.BEN, PAGE, NULL)),
          Map.entry(
              "offer-link",
              new Event.Signal(Fixtures.BEN, SignalKind.OFFER, SCREEN, Fixtures.SDP, SHARING)),
          Map.entry(
              "answer-data",
              new Event.Signal(Fixtures.BEN, SignalKind.ANSWER, null, Fixtures.SDP, MUTED)),
          Map.entry(
              "candidate-link",
              new Event.Signal(Fixtures.BEN, SignalKind.CANDIDATE, SCREEN, NULL, null)));

  private static final Map<StateName, StateValue> STATE = new LinkedHashMap<>();

  static {
    STATE.put(new StateName("slides.file"), new StateValue(Payload.of("\"intro.pdf\""), 12));
    STATE.put(PAGE, new StateValue(SEVENTH, 43));
  }

  private static final Map<String, Notice> NOTICES =
      Map.of(
          "joined",
          joined(
              3,
              List.of(seated(BEN, 1)),
              List.of(
                  new HistoryMessage(41, Fixtures.BEN, Fixtures.BEN_NAME, Fixtures.GREETING),
                  new HistoryMessage(56, Fixtures.CLEO, new PeerName("Cleo \"C\""), NULL)),
              STATE),
          "joined-empty",
          joined(1, List.of(), List.of(), Map.of()),
          "error-conflict",
          new Notice.Error(
              ErrorCode.CONFLICT,
              "Somebody has set this value since: look at it, and set it again.",
              3,
              List.of(),
              null,
              58L));

  private final MessageCodec codec = JsonCodec.STANDARD;

  @TestFactory
  Stream<DynamicTest> fixturesMatchCodec() {
    return Fixtures.tests("features/", REQUESTS, EVENTS, NOTICES);
  }

  @Test
  void keptMessagesAreEncodedLikeOthers() {
    for (boolean ask : new boolean[] {false, true}) {
      assertThat(codec.encode(8, new Event.Message(Fixtures.BEN, SEVENTH, ask, true)))
          .isEqualTo(codec.encode(8, new Event.Message(Fixtures.BEN, SEVENTH, ask, false)));
    }
  }

  private static Notice.Joined joined(
      long seat,
      List<PeerInfo> peers,
      List<HistoryMessage> history,
      Map<StateName, StateValue> state) {
    return new Notice.Joined(
        Fixtures.ROOM,
        new PeerInfo(
            Fixtures.ANA,
            seat,
            Fixtures.ANA_NAME,
            "member",
            Features.SERVER,
            true,
            Payload.EMPTY_OBJECT),
        "ticket-for-the-events",
        57,
        0,
        Features.SERVER,
        peers,
        history,
        state,
        List.of(),
        new Notice.IceServers(List.of(), null),
        65_536,
        50,
        20);
  }

  private static PeerInfo seated(PeerInfo peer, long seat) {
    return new PeerInfo(
        peer.id(), seat, peer.name(), peer.role(), peer.features(), peer.online(), peer.data());
  }
}
