package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.parley.chaos.Conversation;
import dev.parley.chaos.PendingRequest;
import dev.parley.chaos.Reaction;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A client that verifies the events it receives, on connections that end when the test says so. */
final class VerifyingClient {
  private static final Gson GSON = new Gson();
  private static final RoomName ROOM = new RoomName("chaos");

  /** The time that events stay in the log. */
  private static final Duration LOG_AGE =
      SignalingBuilder.HEARTBEAT_TIMEOUT.plus(SignalingBuilder.RESUME_WINDOW);

  private final Supplier<Signaling> nodes;
  private final InstantSource clock;
  private final boolean eventsAreKept;

  /** The time that a seat is kept after the server has detected the loss of its connection. */
  private final Duration resumeWindow;

  private final Conversation conversation;
  private final List<Wire> halfOpen = new ArrayList<>();
  private @Nullable Wire wire;

  /** When the server detected the loss of the last connection; null while it has not. */
  private @Nullable Instant lossDetectedAt;

  /**
   * Whether the seat is still the one of the last {@code joined}: no later join can have replaced
   * it.
   */
  private boolean mustResume = true;

  /** Whether an abandoned join, not yet processed, may still take a new seat. */
  private boolean mayBeReplaced;

  /** A lower bound for the time of the oldest event that it has not received. */
  private Instant missingSince;

  /**
   * A client that connects to one of these nodes at a time.
   *
   * @param resumeWindow how long its seat is certainly kept
   * @param eventsAreKept whether no event is trimmed from the log before its time
   */
  VerifyingClient(
      Supplier<Signaling> nodes,
      InstantSource clock,
      boolean eventsAreKept,
      Duration resumeWindow,
      String key) {
    this.nodes = nodes;
    this.resumeWindow = resumeWindow;
    this.clock = clock;
    this.eventsAreKept = eventsAreKept;
    this.missingSince = clock.instant();
    this.conversation = new Conversation(key);
  }

  /** Whether it has a connection that the server has not closed. */
  boolean isConnected() {
    if (wire != null && wire.cut) {
      cut();
    }
    return wire != null;
  }

  /** A description of the first message or acknowledgement that is missing somewhere, or null. */
  static @Nullable String missing(Collection<VerifyingClient> peers) {
    List<Conversation> all = peers.stream().map(peer -> peer.conversation).toList();
    for (Conversation one : all) {
      String missing = one.missing(all);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  void connect() {
    mustResume &= seatIsKept();
    wire = new Wire(mustResume && conversation.after() != null);
    wire.participant.receive(conversation.join().toString());
  }

  /** All of its requests have reached the journal: no abandoned join is left. */
  void hasSettled() {
    mayBeReplaced = false;
  }

  /** The connection ends, and both ends detect it. */
  void cut() {
    if (wire != null) {
      wire.lose();
      wire.participant.closed();
      lossDetectedAt = clock.instant();
      wire = null;
    }
  }

  /** The connection ends, and the server has not detected it yet. */
  void vanish() {
    if (wire != null) {
      wire.lose();
      halfOpen.add(wire);
      wire = null;
    }
  }

  /** The server detects the connections that have vanished. */
  void detectLoss() {
    halfOpen.forEach(old -> old.participant.closed());
    if (!halfOpen.isEmpty() && wire == null && lossDetectedAt == null) {
      lossDetectedAt = clock.instant();
    }
    halfOpen.clear();
  }

  /**
   * Sends, receives, connects or loses the connection, or time passes.
   *
   * @param maxPause longest time that passes
   */
  void act(RandomGenerator random, Duration maxPause, Consumer<Duration> pass) {
    switch (random.nextInt(20)) {
      case 0 -> cut();
      case 1 -> vanish();
      case 2 -> detectLoss();
      case 3 -> pass.accept(Duration.ofMillis(random.nextLong(maxPause.toMillis())));
      case 4, 5, 6, 7, 8, 9, 10 -> send(random);
      default -> {
        if (isConnected()) {
          receive(1 + random.nextInt(5));
        } else {
          connect();
        }
      }
    }
  }

  /** Sends a message to all. */
  void send() {
    if (conversation.after() != null) {
      conversation.sendToAll();
      sendUnacknowledged();
    }
  }

  /** Sends a message to all or some, or asks a peer. */
  void send(RandomGenerator random) {
    if (conversation.after() != null) {
      conversation.sendRandom(random);
      sendUnacknowledged();
    }
  }

  private void sendUnacknowledged() {
    if (wire != null) {
      wire.send();
    }
  }

  /** Verifies up to so many of the messages that have arrived. */
  void receive(int most) {
    Wire from = wire;
    for (int i = 0; i < most && from != null; i++) {
      String text = from.inbox.poll();
      if (text == null) {
        break;
      }
      from.arrivals.poll();
      take(from, GSON.fromJson(text, JsonObject.class));
    }
    if (from != null) {
      from.finishWrite();
    }
  }

  /** Whether a join with {@code after} must be resumed. */
  private boolean seatIsKept() {
    Instant now = clock.instant();
    boolean seated = lossDetectedAt == null || now.isBefore(lossDetectedAt.plus(resumeWindow));
    return seated && eventsAreKept && now.isBefore(missingSince.plus(LOG_AGE));
  }

  private void take(Wire from, JsonObject message) {
    Reaction reaction = conversation.receive(message, mustResume && !mayBeReplaced);
    // A server that is short of memory refuses a join and closes; the client reconnects.
    assertThat(reaction).isInstanceOfAny(Reaction.Continue.class, Reaction.Resend.class);
    if (message.get("type").getAsString().equals("joined")) {
      lossDetectedAt = null;
      mustResume = true;
    }
    if (reaction instanceof Reaction.Resend(long first, _)) {
      from.sendAgain(first);
    }
    from.seated |= message.get("type").getAsString().equals("joined");
    from.send();
  }

  /** One connection. The server writes to it from any thread; the test decides when it reads. */
  private final class Wire implements Link {
    private final Queue<String> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> writes = new ConcurrentLinkedQueue<>();
    private final Participant participant;
    private final Queue<Instant> arrivals = new ConcurrentLinkedQueue<>();
    private final boolean resumes; // certainly
    private boolean seated;
    private long sent;
    private volatile boolean cut;

    /** A lower bound for the time of the oldest event not written yet; null if none can wait. */
    private volatile @Nullable Instant waitingSince = missingSince;

    Wire(boolean resumes) {
      this.resumes = resumes;
      Signaling node = nodes.get();
      participant = node.connect(ROOM, node.account("127.0.0.1"), this);
    }

    /** Sends the unacknowledged requests that were not sent on this connection yet. */
    void send() {
      if (!seated) {
        return;
      }
      for (PendingRequest request : conversation.unacknowledged()) {
        if (request.id() > sent) {
          sent = request.id();
          participant.receive(request.json().toString());
        }
      }
    }

    /** A request was deferred: it and the later ones are sent again. */
    void sendAgain(long first) {
      sent = Math.min(sent, first - 1);
    }

    /** The connection is lost, and with it all messages not yet read or written. */
    void lose() {
      mayBeReplaced |= !seated && !resumes;
      if (seated) {
        Instant arrived = arrivals.peek(); // written before the waiting ones
        Instant waiting = waitingSince;
        Instant oldest = arrived == null ? waiting : arrived;
        missingSince = oldest == null ? clock.instant() : oldest;
      }
    }

    @Override
    public void send(List<byte[]> messages, Runnable sent) {
      Instant now = clock.instant();
      Instant waiting = waitingSince;
      for (byte[] message : messages) {
        arrivals.add(waiting == null ? now : waiting);
        inbox.add(new String(message, StandardCharsets.UTF_8));
      }
      writes.add(sent);
      waitingSince = now;
    }

    /** Completes the oldest write. */
    void finishWrite() {
      Runnable sent = writes.poll();
      if (sent != null) {
        sent.run();
        if (writes.isEmpty()) {
          waitingSince = null;
        }
      }
    }

    @Override
    public void close(CloseCode code) {
      assertThat(code).isIn(CloseCode.REPLACED, CloseCode.SLOW, CloseCode.TRY_AGAIN_LATER);
      participant.closed();
      cut = true; // also of the newest connection, if an earlier join was processed after its own
    }
  }
}
