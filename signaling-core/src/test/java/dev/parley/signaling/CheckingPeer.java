package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.parley.chaos.Conversation;
import dev.parley.chaos.Numbered;
import dev.parley.chaos.Reaction;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.session.Handshake;
import dev.parley.signaling.session.Link;
import dev.parley.signaling.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A client that checks what it hears, on connections that end when a test says so. */
final class CheckingPeer {
  private static final Gson GSON = new Gson();
  private static final RoomName ROOM = new RoomName("chaos");

  private final Signaling signaling;
  private final Conversation conversation;
  private final List<Wire> halfOpen = new ArrayList<>();
  private @Nullable Wire wire;

  CheckingPeer(Signaling signaling, String key) {
    this.signaling = signaling;
    this.conversation = new Conversation(key);
  }

  boolean isConnected() {
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
    wire = new Wire();
    wire.session.receive(conversation.join().toString());
  }

  /** The connection ends, and both ends know. */
  void cut() {
    if (wire != null) {
      wire.session.closed();
      wire = null;
    }
  }

  /** The connection ends, and the server does not know yet. */
  void vanish() {
    if (wire != null) {
      halfOpen.add(wire);
      wire = null;
    }
  }

  /** The server finds out about connections that have ended. */
  void beMissed() {
    halfOpen.forEach(old -> old.session.closed());
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
      take(from, GSON.fromJson(text, JsonObject.class));
    }
    if (from != null) {
      from.finishWrite();
    }
  }

  private void take(Wire from, JsonObject message) {
    assertThat(conversation.hear(message)).isInstanceOf(Reaction.GoOn.class);
    from.seated |= message.get("type").getAsString().equals("joined");
    from.send();
  }

  /** One connection; the server writes to it from any thread, and its peer reads when it likes. */
  private final class Wire implements Link {
    private final Queue<String> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> writes = new ConcurrentLinkedQueue<>();
    private final Session session;
    private boolean seated;
    private long sent;

    Wire() {
      session = signaling.open(new Handshake(ROOM, signaling.client("127.0.0.1")), this);
    }

    /** Whatever has not been acknowledged, and not been sent on this connection. */
    void send() {
      if (!seated) {
        return;
      }
      for (Numbered request : conversation.unacknowledged()) {
        if (request.id() > sent) {
          sent = request.id();
          session.receive(request.json().toString());
        }
      }
    }

    @Override
    public void send(List<byte[]> messages, Runnable sent) {
      messages.forEach(message -> inbox.add(new String(message, StandardCharsets.UTF_8)));
      writes.add(sent);
    }

    /** The network has taken what was written. */
    void finishWrite() {
      Runnable sent = writes.poll();
      if (sent != null) {
        sent.run();
      }
    }

    @Override
    public void close(CloseCode code) {
      assertThat(code).isIn(CloseCode.REPLACED, CloseCode.TIMEOUT);
      session.closed();
    }
  }
}
