package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests during a shutdown are either delivered or not acknowledged. */
class ShutdownTest {
  private static final RoomName ROOM = new RoomName("closing");
  private static final Pattern RECEIVED = Pattern.compile("\"ack\",\"received\":([0-9]+)");
  private static final int PEERS = 4;
  private static final int ROUNDS = 300;
  private static final int MESSAGES = 400;

  private final Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();
  private final HttpTestClient http =
      new HttpTestClient(signaling, ROOM, signaling.account("127.0.0.1"));

  @Test
  void processedRequestsAreAcknowledgedBeforeBye() {
    RecordingLink ann = new RecordingLink();
    Participant participant = join(signaling, 0, ann);
    participant.receive(message(0, 1));
    signaling.close();
    participant.receive(message(0, 2));
    List<String> last = ann.received().subList(ann.received().size() - 2, ann.received().size());
    assertThat(last.getFirst()).isEqualTo("{\"type\":\"ack\",\"received\":1}");
    assertThat(last.getLast()).startsWith("{\"type\":\"bye\"");
    assertThat(ann.closed()).containsExactly(CloseCode.SERVICE_RESTART);
  }

  @Test
  void joinsDuringShutdownReceiveBye() {
    signaling.close();
    RecordingLink late = new RecordingLink();
    join(signaling, 0, late);
    assertThat(late.received()).singleElement().asString().startsWith("{\"type\":\"bye\"");
    assertThat(late.closed()).containsExactly(CloseCode.SERVICE_RESTART);
  }

  @Test
  void resumingDuringShutdownReplaysMissedEvents() {
    RecordingLink first = new RecordingLink();
    Participant away = join(signaling, 0, first);
    Participant ben = join(signaling, 1, new RecordingLink());
    away.closed();
    ben.receive(
        "{\"type\":\"message\",\"id\":1,\"to\":[\"%s\"],\"data\":\"missed\"}"
            .formatted(keyOf(0).id()));
    assertThat(signaling.hasResumableSeats()).isFalse();
    signaling.close();
    assertThat(signaling.hasResumableSeats()).isTrue();
    RecordingLink stranger = new RecordingLink();
    join(signaling, 2, stranger);
    assertThat(stranger.received()).singleElement().asString().contains("\"unavailable\"");
    RecordingLink again = new RecordingLink();
    Participant back = signaling.connect(ROOM, signaling.account("127.0.0.1"), again);
    back.receive(joinOf(0).replace("}", ",\"after\":" + seqOfJoined(first) + "}"));
    assertThat(again.received()).hasSize(3 + 1);
    assertThat(again.received().getFirst()).contains("\"resumed\":true");
    assertThat(again.received().get(2)).contains("\"missed\"");
    assertThat(again.received().getLast()).startsWith("{\"type\":\"bye\"");
    assertThat(again.closed()).containsExactly(CloseCode.SERVICE_RESTART);
    signaling.tick();
    assertThat(signaling.hasResumableSeats()).isFalse();
  }

  @Test
  void slowReadersReceiveEverythingBeforeBye() {
    SlowLink slow = new SlowLink();
    Participant ann = signaling.connect(ROOM, signaling.account("127.0.0.1"), slow);
    ann.receive(joinOf(0));
    Participant ben = join(signaling, 1, new RecordingLink());
    String text = "x".repeat(1_000);
    for (int id = 1; id <= 200; id++) {
      ben.receive("{\"type\":\"message\",\"id\":%d,\"data\":\"%d %s\"}".formatted(id, id, text));
    }
    signaling.close();
    assertThat(slow.received()).noneMatch(message -> message.contains("\"bye\""));
    slow.readAll();
    assertThat(slow.received().getLast()).startsWith("{\"type\":\"bye\"");
    assertThat(slow.received()).filteredOn(message -> message.contains(text)).hasSize(200);
    assertThat(slow.closed()).containsExactly(CloseCode.SERVICE_RESTART);
  }

  @Test
  void httpJoinsAndPostsAreRefusedDuringShutdown() {
    http.join(joinOf(0));
    signaling.close();
    assertThat(refusal(() -> http.join(joinOf(1)))).isEqualTo(ErrorCode.UNAVAILABLE);
    var ack = http.post(keyOf(0).id(), message(0, 1));
    assertThat(ack.received()).isZero();
    assertThat(ack.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @Test
  void streamsDuringShutdownReplayAndEndWithBye() {
    http.join(joinOf(0));
    Participant ben = join(signaling, 1, new RecordingLink());
    ben.receive(message(1, 1));
    signaling.close();
    RecordingLink ann = new RecordingLink();
    var _ = http.listen(keyOf(0).id(), null, ann);
    assertThat(ann.received().getLast()).startsWith("{\"type\":\"bye\"");
    assertThat(ann.received()).anyMatch(message -> message.contains("\"from 1: 1;\""));
    assertThat(ann.closed()).containsExactly(CloseCode.SERVICE_RESTART);
  }

  @Test
  void acknowledgedRequestsReachEveryOtherPeer() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(PEERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        close(threads);
      }
    }
  }

  private static void close(ExecutorService threads) throws Exception {
    Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();
    List<RecordingLink> links = new ArrayList<>();
    List<Future<?>> senders = new ArrayList<>();
    CyclicBarrier start = new CyclicBarrier(PEERS + 1);
    for (int peer = 0; peer < PEERS; peer++) {
      links.add(new RecordingLink());
      Participant participant = join(signaling, peer, links.getLast());
      int sender = peer;
      senders.add(threads.submit(() -> send(participant, sender, start)));
    }
    start.await();
    signaling.close();
    for (Future<?> each : senders) {
      each.get();
    }
    for (int peer = 0; peer < PEERS; peer++) {
      long acknowledged = acknowledged(links.get(peer));
      String last = "\"from %d: %d;\"".formatted(peer, acknowledged);
      for (RecordingLink other : links) {
        assertThat(other == links.get(peer) || acknowledged == 0 || hasReceived(other, last))
            .as("%s was acknowledged, so every other peer received it", last)
            .isTrue();
      }
    }
  }

  private static Void send(Participant participant, int peer, CyclicBarrier start)
      throws Exception {
    start.await();
    for (int id = 1; id <= MESSAGES; id++) {
      participant.receive(message(peer, id));
    }
    return null;
  }

  private static String seqOfJoined(RecordingLink link) {
    return link.received().getFirst().replaceAll(".*\"seq\":([0-9]+).*", "$1");
  }

  private static boolean hasReceived(RecordingLink link, String text) {
    return link.received().stream().anyMatch(message -> message.contains(text));
  }

  private static long acknowledged(RecordingLink link) {
    return RECEIVED
        .matcher(String.join("\n", link.received()))
        .results()
        .map(MatchResult::group)
        .map(ack -> Long.parseLong(ack.replaceAll("[^0-9]", "")))
        .reduce(0L, Math::max);
  }

  private static ErrorCode refusal(Runnable act) {
    try {
      act.run();
    } catch (ProtocolException e) {
      return e.code();
    }
    throw new AssertionError("it was not refused");
  }

  private static Participant join(Signaling signaling, int peer, RecordingLink link) {
    Participant participant = signaling.connect(ROOM, signaling.account("127.0.0.1"), link);
    participant.receive(joinOf(peer));
    return participant;
  }

  private static PeerKey keyOf(int peer) {
    return new PeerKey("peer-%d-0123456789abcdefgh".formatted(peer));
  }

  private static String joinOf(int peer) {
    return "{\"type\":\"join\",\"key\":\"peer-%d-0123456789abcdefgh\"}".formatted(peer);
  }

  private static String message(int peer, int id) {
    return "{\"type\":\"message\",\"id\":%d,\"data\":\"from %d: %d;\"}".formatted(id, peer, id);
  }
}
