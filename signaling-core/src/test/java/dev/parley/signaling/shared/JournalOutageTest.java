package dev.parley.signaling.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.RecordingListener;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.Follower;
import dev.parley.signaling.journal.Journal;
import dev.parley.signaling.journal.JournalContents;
import dev.parley.signaling.journal.Outcome;
import dev.parley.signaling.journal.Proposal;
import dev.parley.signaling.journal.RoomJournal;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A journal that is unreachable for a time leaves no seats and no operations behind. */
class JournalOutageTest {
  private static final RoomName ROOM = new RoomName("shared");

  private final ManualClock clock = new ManualClock();
  private final SimulatedNetwork.Manual network = new SimulatedNetwork.Manual(new Random(1), 0);
  private final SharedJournal journal =
      new SharedJournal(
          clock, network, SharedRoomTest.POLICY, new SharedJournal.Trouble(new Random(1), 0));
  private final Signaling a = node("a", journal.of("a"));
  private final Signaling b = node("b", journal.of("b"));
  private final PeerKey annKey = PeerKey.random();
  private final RecordingListener ann = new RecordingListener();
  private final RecordingListener ben = new RecordingListener();

  private Signaling node(String name, Journal nodeJournal) {
    return Signaling.builder().node(name).journal(nodeJournal).clock(clock).build();
  }

  @Test
  void abandonedJoinsThatAreAppendedLaterLeaveNoSeat() {
    join(a, annKey, ann);
    network.deliver(1); // opens the room; the proposal of the join is under way
    pass(a, 12);
    assertThat(ann.received()).contains(CloseCode.TRY_AGAIN_LATER);

    network.deliverAll();
    assertThat(journal.areEmpty(ROOM::equals)).isFalse();
    for (int i = 0; i < 40; i++) {
      pass(a, 1);
      network.deliverAll();
    }
    assertThat(journal.areEmpty(ROOM::equals)).isTrue();
  }

  @Test
  void joinsSucceedOnceTheJournalIsReachableAgain() {
    join(a, annKey, ann);
    network.deliver(1);
    pass(a, 12);
    join(a, PeerKey.random(), ben);
    assertThat(codes(ben)).containsExactly(ErrorCode.UNAVAILABLE);

    network.deliverAll();
    RecordingListener later = new RecordingListener();
    join(a, PeerKey.random(), later);
    network.deliverAll();
    assertThat(later.received()).hasAtLeastOneElementOfType(Notice.Joined.class);
  }

  @Test
  void seatsOfAFailedNodeExpireAfterAJournalOutage() {
    join(b, PeerKey.random(), ben);
    for (int i = 0; i < 3; i++) {
      join(a, PeerKey.random(), new RecordingListener());
    }
    network.deliverAll();
    journal.lose("a");
    network.deliver(1); // b receives nodeLost
    for (int i = 0; i < 12; i++) {
      network.close(); // its proposals are lost
      pass(b, 1);
    }
    for (int i = 0; i < 60; i++) {
      pass(b, 1);
      network.deliverAll();
    }
    assertThat(ben.received())
        .filteredOn(received ->
            received instanceof Event.PeerLeft(_, LeaveReason reason)
                && reason == LeaveReason.TIMEOUT)
        .hasSize(3);
  }

  @Test
  void participantsOfAnUnavailableRoomAreClosedAndCanResume() {
    join(a, annKey, ann);
    Participant sender = join(b, PeerKey.random(), ben);
    network.deliverAll();
    long joinedAt = ((Notice.Joined) ann.received().getFirst()).seq();
    journal.interrupt("a");
    assertThat(ann.received().getLast()).isEqualTo(CloseCode.TRY_AGAIN_LATER);

    sender.send(new Request.Message(1, null, Set.of(), Payload.of("1"), false, false));
    network.deliverAll();
    RecordingListener again = new RecordingListener();
    Request.Join join =
        new Request.Join(
            annKey, PeerName.NONE, Payload.EMPTY_OBJECT, Features.NONE, 0, null, joinedAt);
    join(a, a.account("inside"), join, again);
    network.deliverAll();
    assertThat(again.received()).hasAtLeastOneElementOfType(Event.Message.class);
  }

  @Test
  void seatsOfAnUnavailableRoomExpireWithoutRejoin() {
    join(a, annKey, ann);
    join(b, PeerKey.random(), ben);
    network.deliverAll();
    journal.interrupt("a");
    for (int i = 0; i < 40; i++) {
      pass(a, 1);
      b.tick();
      network.deliverAll();
    }
    assertThat(ben.received()).endsWith(new Event.PeerLeft(annKey.id(), LeaveReason.TIMEOUT));
  }

  @Test
  void roomsThatAreUnavailableOnOpeningRefuseJoins() {
    HeldJournal held = new HeldJournal(Follower::unavailable);
    join(node("c", held), annKey, ann);
    assertThat(codes(ann)).containsExactly(ErrorCode.UNAVAILABLE);
    assertThat(held.open).isZero();
  }

  @Test
  void roomsOpenedAfterTheTimeoutAreReleased() {
    List<Follower> followers = new ArrayList<>();
    HeldJournal held = new HeldJournal(followers::add);
    Signaling c = node("c", held);
    ClientAccount client = c.account("inside");
    join(c, client, new Request.Join(annKey, PeerName.NONE), ann);
    pass(c, 13);
    assertThat(codes(ann)).containsExactly(ErrorCode.UNAVAILABLE);

    followers.getFirst().opened(JournalContents.empty(1));
    followers.getFirst().nodeLost("d");
    assertThat(client.isEmpty()).isTrue();
    assertThat(held.open).isZero();
  }

  private void pass(Signaling node, int seconds) {
    for (int i = 0; i < seconds; i++) {
      clock.advance(Duration.ofSeconds(1));
      node.tick();
    }
  }

  private static List<ErrorCode> codes(RecordingListener listener) {
    return listener.received().stream()
        .filter(Notice.Error.class::isInstance)
        .map(received -> ((Notice.Error) received).code())
        .toList();
  }

  private static Participant join(Signaling node, PeerKey key, RecordingListener listener) {
    return join(node, node.account("inside"), new Request.Join(key, PeerName.NONE), listener);
  }

  private static Participant join(
      Signaling node, ClientAccount client, Request.Join join, RecordingListener listener) {
    return node.join(ROOM, client, join, listener, Runnable::run);
  }

  /** A journal that hands each follower to the test, and never answers. */
  private final class HeldJournal implements Journal {
    private final Consumer<Follower> opening;
    private int open;

    HeldJournal(Consumer<Follower> opening) {
      this.opening = opening;
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public boolean mayHold(RoomName room) {
      return false;
    }

    @Override
    public RoomJournal open(RoomName room, Follower follower) {
      open++;
      opening.accept(follower);
      return new RoomJournal() {
        @Override
        public void append(Proposal proposal, Consumer<Outcome> outcome) {}

        @Override
        public void tail(Consumer<Outcome> outcome) {}

        @Override
        public void close() {
          open--;
        }
      };
    }
  }
}
