package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.parley.chaos.Conversation;
import dev.parley.chaos.Numbered;
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
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A client that checks what it hears, on connections that end when a test says so. */
final class CheckingPeer {
  private static final Gson GSON = new Gson();
  private static final RoomName ROOM = new RoomName("chaos");

  /** Events are kept for so long. */
  private static final Duration LOG_AGE =
      SignalingBuilder.HEARTBEAT_TIMEOUT.plus(SignalingBuilder.RESUME_WINDOW);

  private final Supplier<Signaling> nodes;
  private final InstantSource clock;
  private final boolean eventsAreKept;

  /** Seats are kept for so long after the server knows that their connection is lost. */
  private final Duration resumeWindow;

  private final Conversation conversation;
  private final List<Wire> halfOpen = new ArrayList<>();
  private @Nullable Wire wire;

  /** Since when the server knows that there is no connection, if it does. */
  private @Nullable Instant missedSince;

  /** Whether no join since the last answered one can have taken a new seat. */
  private boolean mustResume = true;

  /** Whether a join that it has given up may still take a new seat. */
  private boolean mayBeReplaced;

  /** When the oldest event that it may not have heard may have happened. */
  private Instant unheardSince;

  /**
   * A peer that connects to one of these nodes at a time.
   *
   * @param resumeWindow how long its seat is certainly kept
   * @param eventsAreKept whether events reach it at once, or are kept for their full time
   */
  CheckingPeer(
      Supplier<Signaling> nodes,
      InstantSource clock,
      boolean eventsAreKept,
      Duration resumeWindow,
      String key) {
    this.nodes = nodes;
    this.resumeWindow = resumeWindow;
    this.clock = clock;
    this.eventsAreKept = eventsAreKept;
    this.unheardSince = clock.instant();
    this.conversation = new Conversation(key);
  }

  /** Whether it has a connection, as far as it knows; one that has fallen too far behind is cut. */
  boolean isConnected() {
    if (wire != null && wire.cut) {
      cut();
    }
    return wire != null;
  }

  /** What there is to know and it has not heard, or null. */
  static @Nullable String missing(Collection<CheckingPeer> peers) {
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

  /** Nothing that it has asked for is under way any more. */
  void hasSettled() {
    mayBeReplaced = false;
  }

  /** The connection ends, and both ends know. */
  void cut() {
    if (wire != null) {
      wire.lose();
      wire.participant.closed();
      missedSince = clock.instant();
      wire = null;
    }
  }

  /** The connection ends, and the server does not know yet. */
  void vanish() {
    if (wire != null) {
      wire.lose();
      halfOpen.add(wire);
      wire = null;
    }
  }

  /** The server finds out about connections that have ended. */
  void beMissed() {
    halfOpen.forEach(old -> old.participant.closed());
    if (!halfOpen.isEmpty() && wire == null && missedSince == null) {
      missedSince = clock.instant();
    }
    halfOpen.clear();
  }

  /** Says something to all. */
  void say() {
    if (conversation.after() != null) {
      conversation.say();
      send();
    }
  }

  /** Says something to all or to some, or asks somebody. */
  void say(RandomGenerator random) {
    if (conversation.after() != null) {
      conversation.sayAnything(random);
      send();
    }
  }

  private void send() {
    if (wire != null) {
      wire.send();
    }
  }

  /** Takes what has come, up to so many messages. */
  void hear(int most) {
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

  /** Whether a join that asks to go on must be resumed. */
  private boolean seatIsKept() {
    Instant now = clock.instant();
    boolean seated = missedSince == null || now.isBefore(missedSince.plus(resumeWindow));
    return seated && eventsAreKept && now.isBefore(unheardSince.plus(LOG_AGE));
  }

  private void take(Wire from, JsonObject message) {
    Reaction reaction = conversation.hear(message, mustResume && !mayBeReplaced);
    // A server that is short of memory refuses a join, and closes: the peer comes again.
    assertThat(reaction).isInstanceOfAny(Reaction.GoOn.class, Reaction.SendAgain.class);
    if (message.get("type").getAsString().equals("joined")) {
      missedSince = null;
      mustResume = true;
    }
    if (reaction instanceof Reaction.SendAgain(long first, _)) {
      from.sendAgain(first);
    }
    from.seated |= message.get("type").getAsString().equals("joined");
    from.send();
  }

  /** One connection; the server writes to it from any thread, and its peer reads when it likes. */
  private final class Wire implements Link {
    private final Queue<String> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> writes = new ConcurrentLinkedQueue<>();
    private final Participant participant;
    private final Queue<Instant> arrivals = new ConcurrentLinkedQueue<>();
    private final boolean resumes; // for certain
    private boolean seated;
    private long sent;
    private volatile boolean cut;

    /** When the oldest event that is not written yet may have happened, if any can be waiting. */
    private volatile @Nullable Instant waitingSince = unheardSince;

    Wire(boolean resumes) {
      this.resumes = resumes;
      Signaling node = nodes.get();
      participant = node.connect(ROOM, node.account("127.0.0.1"), this);
    }

    /** Whatever has not been acknowledged, and not been sent on this connection. */
    void send() {
      if (!seated) {
        return;
      }
      for (Numbered request : conversation.unacknowledged()) {
        if (request.id() > sent) {
          sent = request.id();
          participant.receive(request.json().toString());
        }
      }
    }

    /** A request was not taken: it and those behind it come again, after a while or at once. */
    void sendAgain(long first) {
      sent = Math.min(sent, first - 1);
    }

    /** The connection is lost, and with it what has not been heard, or not even been written. */
    void lose() {
      mayBeReplaced |= !seated && !resumes;
      if (seated) {
        Instant arrived = arrivals.peek(); // before what waits
        Instant waiting = waitingSince;
        Instant oldest = arrived == null ? waiting : arrived;
        unheardSince = oldest == null ? clock.instant() : oldest;
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

    /** The network has taken what was written. */
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
      cut = true; // if it is the latest, an earlier join of its own has come after it
    }
  }
}
