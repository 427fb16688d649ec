package dev.parley.signaling.participant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.RecordingListener;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.spi.Grant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Participants in this process hear objects, in order, and say them. */
class ListenerTest {
  private static final RoomName ROOM = new RoomName("inside");

  private final ManualClock clock = new ManualClock();
  private final Signaling signaling = Signaling.builder().clock(clock).build();
  private final PeerKey annKey = PeerKey.random();
  private final PeerKey benKey = PeerKey.random();
  private final RecordingListener ann = new RecordingListener();
  private final RecordingListener ben = new RecordingListener();

  /** An executor whose tasks a test runs. */
  private static final class ByHand implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean full;

    @Override
    public void execute(Runnable task) {
      if (full) {
        throw new RejectedExecutionException("full");
      }
      tasks.add(task);
    }

    void runAll() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  @Test
  void theFirstThatIsHeardIsTheAnswerToTheJoinAndThenEventsWithTheirNumbers() {
    Participant speaker = join(annKey, ann, Runnable::run);
    join(benKey, ben, Runnable::run);
    speaker.send(message(Request.NO_ID, "1"));

    assertThat(ann.heard().getFirst())
        .isInstanceOfSatisfying(
            Notice.Joined.class, joined -> assertThat(joined.peers()).isEmpty());
    assertThat(ann.heard().getLast())
        .isInstanceOfSatisfying(
            Event.PeerJoined.class, event -> assertThat(event.peer().id()).isEqualTo(benKey.id()));
    assertThat(ben.heard().getFirst())
        .isInstanceOfSatisfying(
            Notice.Joined.class,
            joined -> {
              assertThat(joined.peers()).extracting(PeerInfo::id).containsExactly(annKey.id());
              assertThat(ben.seqs())
                  .singleElement()
                  .satisfies(seq -> assertThat(seq).isGreaterThan(joined.seq()));
            });
    assertThat(ben.heard().getLast())
        .isEqualTo(new Event.Message(annKey.id(), Payload.of("1"), false, false));
  }

  @Test
  void aListenerThatSpeaksKnowsItsParticipantBeforeItHearsAnything() {
    Participant asker = join(annKey, ann, Runnable::run);
    Participant answering =
        signaling.join(
            ROOM,
            signaling.account("inside"),
            new Request.Join(benKey, new PeerName("Ben")),
            Answering::new,
            Runnable::run);
    asker.send(
        new Request.Message(1, Set.of(benKey.id()), Set.of(), Payload.of("\"?\""), true, false));

    assertThat(ann.heard().getLast())
        .isInstanceOfSatisfying(
            Event.Reply.class,
            reply -> {
              assertThat(reply.from()).isEqualTo(benKey.id());
              assertThat(reply.ask()).isEqualTo(1);
              assertThat(reply.data()).isEqualTo(Payload.of("\"!\""));
            });
    answering.send(new Request.Leave(Request.NO_ID));
    assertThat(ann.heard().getLast()).isEqualTo(new Event.PeerLeft(benKey.id(), LeaveReason.LEFT));
  }

  private record Answering(Participant self) implements Listener {

    @Override
    public void event(long seq, Event event) {
      if (event instanceof Event.Message(PeerId from, _, boolean ask, _) && ask) {
        self.send(new Request.Reply(Request.NO_ID, from, seq, Payload.of("\"!\"")));
      }
    }

    @Override
    public void notice(Notice notice) {}

    @Override
    public void closed(CloseCode code) {}
  }

  @Test
  void whatItDoesNotTakeInTimeWaitsInTheLogAndComesInOrder() {
    ByHand later = new ByHand();
    Participant speaker = join(annKey, ann, Runnable::run);
    join(benKey, ben, later);
    later.runAll();
    List<Integer> all = IntStream.rangeClosed(1, 300).boxed().toList();
    all.forEach(i -> speaker.send(message(i, i.toString())));
    assertThat(ben.heard()).hasSize(1);

    later.runAll();

    assertThat(ben.heard().stream().skip(1).map(Event.Message.class::cast))
        .extracting(message -> Integer.valueOf(message.data().toString()))
        .isEqualTo(all);
    assertThat(ben.seqs()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void oneThatTakesNothingUntilTheLogHasLetGoOfWhatComesNextIsTooSlow() {
    ByHand later = new ByHand();
    Participant speaker = join(annKey, ann, Runnable::run);
    join(benKey, ben, later);
    later.runAll();
    IntStream.rangeClosed(1, 300).forEach(i -> speaker.send(message(i, "1")));
    clock.advance(Duration.ofMinutes(2));
    signaling.tick();
    speaker.send(message(301, "1"));
    later.runAll();

    assertThat(ben.heard().getLast()).isEqualTo(CloseCode.SLOW);
    assertThat(ben.seqs()).hasSizeLessThan(300);
  }

  @Test
  void theLimitOfMessagesHoldsHereToo() {
    Participant speaker = join(annKey, ann, Runnable::run);
    IntStream.rangeClosed(1, 501).forEach(_ -> speaker.send(message(Request.NO_ID, "1")));

    assertThat(ann.heard().getLast())
        .isInstanceOfSatisfying(
            Notice.Error.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED));
  }

  @Test
  void oneThatSaysTooMuchBeforeItIsAnsweredIsTurnedAway() {
    CompletableFuture<Grant> answer = new CompletableFuture<>();
    Signaling waiting = Signaling.builder().authenticator(_ -> answer).build();
    Participant speaker =
        waiting.join(
            ROOM,
            waiting.account("inside"),
            new Request.Join(annKey, PeerName.NONE),
            ann,
            Runnable::run);
    IntStream.rangeClosed(1, 1_000).forEach(_ -> speaker.send(message(Request.NO_ID, "1")));
    assertThat(ann.heard()).isEmpty();

    speaker.send(message(Request.NO_ID, "1"));

    assertThat(ann.heard()).containsExactly(CloseCode.TRY_AGAIN_LATER);
  }

  @Test
  void oneThatIsGoneByItselfHearsNothingMore() {
    Participant gone = join(annKey, ann, Runnable::run);
    gone.closed();
    join(benKey, ben, Runnable::run);

    assertThat(ann.heard()).singleElement().isInstanceOf(Notice.Joined.class);
  }

  @Test
  void whatItsExecutorHasRejectedComesWithALaterTick() {
    ByHand busy = new ByHand();
    busy.full = true;
    join(annKey, ann, busy);
    signaling.tick();
    busy.full = false;
    busy.runAll();
    assertThat(ann.heard()).isEmpty();

    signaling.tick();
    busy.runAll();

    assertThat(ann.heard()).singleElement().isInstanceOf(Notice.Joined.class);
  }

  @Test
  void oneThatLeavesHearsThatItIsClosedAndNothingAfterIt() {
    Participant leaving = join(annKey, ann, Runnable::run);
    Participant staying = join(benKey, ben, Runnable::run);
    leaving.send(new Request.Leave(Request.NO_ID));
    staying.send(message(1, "1"));
    leaving.send(message(1, "1"));

    assertThat(ann.heard().getLast()).isEqualTo(CloseCode.NORMAL);
    assertThat(ben.heard().getLast()).isEqualTo(new Event.PeerLeft(annKey.id(), LeaveReason.LEFT));
    assertThat(signaling.isIdle()).isFalse();
    staying.closed();
    assertThat(signaling.isIdle()).isTrue();
  }

  @Test
  void whenTheServiceEndsItIsToldAndThenClosed() {
    join(annKey, ann, Runnable::run);
    signaling.close();

    assertThat(ann.heard()).hasSize(3);
    assertThat(ann.heard().get(1)).isInstanceOf(Notice.Bye.class);
    assertThat(ann.heard().getLast()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void aRefusalNamesTheRequestThatHasAnIdAndIsFollowedByTheRest() {
    Participant speaker = join(annKey, ann, Runnable::run);
    join(benKey, ben, Runnable::run);
    speaker.send(new Request.Set(1, new StateName("host.key"), Payload.of("1"), null));
    speaker.send(message(2, "2"));

    assertThat(ann.heard().getLast())
        .isInstanceOfSatisfying(
            Notice.Error.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.FORBIDDEN);
              assertThat(error.re()).isEqualTo(1);
            });
    assertThat(ben.heard().getLast()).isInstanceOf(Event.Message.class);
  }

  private static Request message(long id, String data) {
    return new Request.Message(id, null, Set.of(), Payload.of(data), false, false);
  }

  @Test
  void whoComesBackWhileTheServerEndsHearsWhatItHasMissedAndIsSentAway() {
    Participant first = join(annKey, ann, Runnable::run);
    Participant speaker = join(benKey, ben, Runnable::run);
    long after = ((Notice.Joined) ann.heard().getFirst()).seq();
    first.closed();
    speaker.send(message(Request.NO_ID, "1"));
    signaling.close();
    RecordingListener back = new RecordingListener();
    signaling.join(
        ROOM,
        signaling.account("inside"),
        new Request.Join(
            annKey, PeerName.NONE, Payload.EMPTY_OBJECT, Features.NONE, 0, null, after),
        back,
        Runnable::run);
    assertThat(back.heard())
        .contains(new Event.Message(benKey.id(), Payload.of("1"), false, false))
        .endsWith(CloseCode.SERVICE_RESTART);
    assertThat(signaling.isIdle()).isTrue();
  }

  private Participant join(PeerKey key, Listener listener, Executor executor) {
    return signaling.join(
        ROOM,
        signaling.account("inside"),
        new Request.Join(key, PeerName.NONE),
        listener,
        executor);
  }

  @Test
  void aRefusalOfARequestWithoutAnIdLeavesTheParticipantInTheRoomToo() {
    Participant speaker = join(annKey, ann, Runnable::run);
    join(benKey, ben, Runnable::run);
    speaker.send(new Request.Set(Request.NO_ID, new StateName("host.key"), Payload.of("1"), null));
    speaker.send(message(Request.NO_ID, "2"));

    assertThat(ben.heard().getLast()).isInstanceOf(Event.Message.class);
  }
}
