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

/** Participants in the same process send and receive objects, in order. */
class ListenerTest {
  private static final RoomName ROOM = new RoomName("in-process");

  private final ManualClock clock = new ManualClock();
  private final Signaling signaling = Signaling.builder().clock(clock).build();
  private final PeerKey annKey = PeerKey.random();
  private final PeerKey benKey = PeerKey.random();
  private final RecordingListener ann = new RecordingListener();
  private final RecordingListener ben = new RecordingListener();

  /** An executor whose tasks a test runs. */
  private static final class ManualExecutor implements Executor {
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
  void joinedArrivesBeforeEvents() {
    Participant sender = join(annKey, ann, Runnable::run);
    join(benKey, ben, Runnable::run);
    sender.send(message(Request.NO_ID, "1"));

    assertThat(ann.received().getFirst())
        .isInstanceOfSatisfying(
            Notice.Joined.class, joined -> assertThat(joined.peers()).isEmpty());
    assertThat(ann.received().getLast())
        .isInstanceOfSatisfying(
            Event.PeerJoined.class, event -> assertThat(event.peer().id()).isEqualTo(benKey.id()));
    assertThat(ben.received().getFirst())
        .isInstanceOfSatisfying(
            Notice.Joined.class,
            joined -> {
              assertThat(joined.peers()).extracting(PeerInfo::id).containsExactly(annKey.id());
              assertThat(ben.seqs())
                  .singleElement()
                  .satisfies(seq -> assertThat(seq).isGreaterThan(joined.seq()));
            });
    assertThat(ben.received().getLast())
        .isEqualTo(new Event.Message(annKey.id(), Payload.of("1"), false, false));
  }

  @Test
  void listenersReplyThroughTheParticipantTheyAreCreatedWith() {
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

    assertThat(ann.received().getLast())
        .isInstanceOfSatisfying(
            Event.Reply.class,
            reply -> {
              assertThat(reply.from()).isEqualTo(benKey.id());
              assertThat(reply.ask()).isEqualTo(1);
              assertThat(reply.data()).isEqualTo(Payload.of("\"!\""));
            });
    answering.send(new Request.Leave(Request.NO_ID));
    assertThat(ann.received().getLast())
        .isEqualTo(new Event.PeerLeft(benKey.id(), LeaveReason.LEFT));
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
  void slowListenersReceiveAllEventsInOrder() {
    ManualExecutor later = new ManualExecutor();
    Participant sender = join(annKey, ann, Runnable::run);
    join(benKey, ben, later);
    later.runAll();
    List<Integer> all = IntStream.rangeClosed(1, 300).boxed().toList();
    all.forEach(i -> sender.send(message(i, i.toString())));
    assertThat(ben.received()).hasSize(1);

    later.runAll();

    assertThat(ben.received().stream().skip(1).map(Event.Message.class::cast))
        .extracting(message -> Integer.valueOf(message.data().toString()))
        .isEqualTo(all);
    assertThat(ben.seqs()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void listenersBehindTheLogAreClosedAsSlow() {
    ManualExecutor later = new ManualExecutor();
    Participant sender = join(annKey, ann, Runnable::run);
    join(benKey, ben, later);
    later.runAll();
    IntStream.rangeClosed(1, 300).forEach(i -> sender.send(message(i, "1")));
    clock.advance(Duration.ofMinutes(2));
    signaling.tick();
    sender.send(message(301, "1"));
    later.runAll();

    assertThat(ben.received().getLast()).isEqualTo(CloseCode.SLOW);
    assertThat(ben.seqs()).hasSizeLessThan(300);
  }

  @Test
  void rateLimitsApplyToListeners() {
    Participant sender = join(annKey, ann, Runnable::run);
    IntStream.rangeClosed(1, 501).forEach(_ -> sender.send(message(Request.NO_ID, "1")));

    assertThat(ann.received().getLast())
        .isInstanceOfSatisfying(
            Notice.Error.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED));
  }

  @Test
  void tooManyQueuedRequestsCloseTheParticipant() {
    CompletableFuture<Grant> answer = new CompletableFuture<>();
    Signaling waiting = Signaling.builder().authenticator(_ -> answer).build();
    Participant sender =
        waiting.join(
            ROOM,
            waiting.account("inside"),
            new Request.Join(annKey, PeerName.NONE),
            ann,
            Runnable::run);
    IntStream.rangeClosed(1, 1_000).forEach(_ -> sender.send(message(Request.NO_ID, "1")));
    assertThat(ann.received()).isEmpty();

    sender.send(message(Request.NO_ID, "1"));

    assertThat(ann.received()).containsExactly(CloseCode.TRY_AGAIN_LATER);
  }

  @Test
  void closedListenersReceiveNothingMore() {
    Participant gone = join(annKey, ann, Runnable::run);
    gone.closed();
    join(benKey, ben, Runnable::run);

    assertThat(ann.received()).singleElement().isInstanceOf(Notice.Joined.class);
  }

  @Test
  void rejectedTasksAreSubmittedAgainByATick() {
    ManualExecutor busy = new ManualExecutor();
    busy.full = true;
    join(annKey, ann, busy);
    signaling.tick();
    busy.full = false;
    busy.runAll();
    assertThat(ann.received()).isEmpty();

    signaling.tick();
    busy.runAll();

    assertThat(ann.received()).singleElement().isInstanceOf(Notice.Joined.class);
  }

  @Test
  void leavingClosesTheListenerAndRemovesTheSeat() {
    Participant leaving = join(annKey, ann, Runnable::run);
    Participant staying = join(benKey, ben, Runnable::run);
    leaving.send(new Request.Leave(Request.NO_ID));
    staying.send(message(1, "1"));
    leaving.send(message(1, "1"));

    assertThat(ann.received().getLast()).isEqualTo(CloseCode.NORMAL);
    assertThat(ben.received().getLast())
        .isEqualTo(new Event.PeerLeft(annKey.id(), LeaveReason.LEFT));
    assertThat(signaling.isIdle()).isFalse();
    staying.closed();
    assertThat(signaling.isIdle()).isTrue();
  }

  @Test
  void shutdownSendsByeAndCloses() {
    join(annKey, ann, Runnable::run);
    signaling.close();

    assertThat(ann.received()).hasSize(3);
    assertThat(ann.received().get(1)).isInstanceOf(Notice.Bye.class);
    assertThat(ann.received().getLast()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void refusalsReportTheRequestIdAndLaterRequestsSucceed() {
    Participant sender = join(annKey, ann, Runnable::run);
    join(benKey, ben, Runnable::run);
    sender.send(new Request.Set(1, new StateName("host.key"), Payload.of("1"), null));
    sender.send(message(2, "2"));

    assertThat(ann.received().getLast())
        .isInstanceOfSatisfying(
            Notice.Error.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.FORBIDDEN);
              assertThat(error.re()).isEqualTo(1);
            });
    assertThat(ben.received().getLast()).isInstanceOf(Event.Message.class);
  }

  private static Request message(long id, String data) {
    return new Request.Message(id, null, Set.of(), Payload.of(data), false, false);
  }

  @Test
  void resumingDuringShutdownReplaysAndSendsBye() {
    Participant first = join(annKey, ann, Runnable::run);
    Participant sender = join(benKey, ben, Runnable::run);
    long after = ((Notice.Joined) ann.received().getFirst()).seq();
    first.closed();
    sender.send(message(Request.NO_ID, "1"));
    signaling.close();
    RecordingListener back = new RecordingListener();
    signaling.join(
        ROOM,
        signaling.account("inside"),
        new Request.Join(
            annKey, PeerName.NONE, Payload.EMPTY_OBJECT, Features.NONE, 0, null, after),
        back,
        Runnable::run);
    assertThat(back.received())
        .contains(new Event.Message(benKey.id(), Payload.of("1"), false, false))
        .hasAtLeastOneElementOfType(Notice.Bye.class)
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
  void refusalsWithoutAnIdDoNotAffectLaterRequests() {
    Participant sender = join(annKey, ann, Runnable::run);
    join(benKey, ben, Runnable::run);
    sender.send(new Request.Set(Request.NO_ID, new StateName("host.key"), Payload.of("1"), null));
    sender.send(message(Request.NO_ID, "2"));

    assertThat(ben.received().getLast()).isInstanceOf(Event.Message.class);
  }
}
