package dev.parley.signaling.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.RecordingListener;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.journal.Journal;
import dev.parley.signaling.participant.HttpRequests;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.RoomPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nodes that share a journal and a secret, configured as in docs/embedding.md. */
class SharedRoomTest {
  private static final RoomName ROOM = new RoomName("shared");
  static final RoomPolicy POLICY =
      new RoomPolicy(
          100,
          100,
          1 << 20,
          1 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(45),
          Duration.ofHours(1),
          false);

  private final SimulatedNetwork.Manual network = new SimulatedNetwork.Manual(new Random(1), 0);
  private final ManualClock clock = new ManualClock();
  private final SharedJournal journal =
      new SharedJournal(clock, network, POLICY, new SharedJournal.Trouble(new Random(1), 0));
  private final byte[] secret = "the same for all nodes".getBytes(StandardCharsets.UTF_8);
  private final PeerKey annKey = PeerKey.random();
  private final PeerKey benKey = PeerKey.random();
  private final RecordingListener ann = new RecordingListener();
  private final RecordingListener ben = new RecordingListener();

  private static Signaling node(String name, Journal journal, byte[] secret) {
    return Signaling.builder().node(name).journal(journal).secret(secret).build();
  }

  @Test
  void peersOnTwoNodesShareARoom() {
    Participant sender = join(node("a", journal.of("a"), secret), annKey, ann);
    join(node("b", journal.of("b"), secret), benKey, ben);
    sender.send(
        new Request.Message(1, Set.of(benKey.id()), Set.of(), Payload.of("1"), false, false));
    network.deliverAll();

    assertThat(ben.received().getFirst())
        .isInstanceOfSatisfying(
            Notice.Joined.class,
            joined ->
                assertThat(joined.peers()).extracting(PeerInfo::id).containsExactly(annKey.id()));
    assertThat(ben.received().getLast())
        .isEqualTo(new Event.Message(annKey.id(), Payload.of("1"), false, false));
  }

  @Test
  void ticketsAreValidOnNodesWithTheSameSecret() {
    join(node("a", journal.of("a"), secret), annKey, ann);
    Notice.Joined joined = (Notice.Joined) ann.received().getFirst();
    HttpRequests.RoomPeer caller = new HttpRequests.RoomPeer(ROOM, annKey.id());

    assertThat(node("b", journal.of("b"), secret).http().seatOfTicket(caller, joined.ticket()))
        .hasValue(joined.self().seat());
    assertThat(
            node("c", journal.of("c"), new byte[] {1}).http().seatOfTicket(caller, joined.ticket()))
        .isEmpty();
  }

  @Test
  void peersOfAFailedNodeGoOffline() {
    join(node("a", journal.of("a"), secret), annKey, ann);
    join(node("b", journal.of("b"), secret), benKey, ben);
    journal.lose("a");
    network.deliverAll();

    assertThat(ben.received().getLast())
        .isInstanceOfSatisfying(
            Event.PeerUpdated.class,
            updated -> {
              assertThat(updated.peer().id()).isEqualTo(annKey.id());
              assertThat(updated.peer().online()).isFalse();
            });
  }

  @Test
  void requestsWithoutAnAnswerForTenSecondsAreUnavailable() {
    Signaling node = node("a", journal.of("a"), secret);
    Participant sender = join(node, annKey, ann);
    sender.send(new Request.Update(1, new PeerName("Ann"), null));
    clock.advance(Duration.ofSeconds(10));
    node.tick();
    assertThat(ann.received()).hasSize(1);

    clock.advance(Duration.ofMillis(1));
    node.tick();
    assertThat(ann.received().getLast())
        .isInstanceOfSatisfying(
            Notice.Error.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(error.re()).isEqualTo(1);
            });
  }

  private Participant join(Signaling node, PeerKey key, RecordingListener listener) {
    Participant participant =
        node.join(
            ROOM,
            node.account("inside"),
            new Request.Join(key, PeerName.NONE),
            listener,
            Runnable::run);
    network.deliverAll();
    return participant;
  }
}
