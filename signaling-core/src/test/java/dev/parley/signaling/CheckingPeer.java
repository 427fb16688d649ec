package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.session.Handshake;
import dev.parley.signaling.session.Link;
import dev.parley.signaling.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows the protocol through any number of connections. It numbers what it says to
 * the others, and checks that it hears what each of them says once and in order.
 */
final class CheckingPeer {
  private static final Gson GSON = new Gson();
  private static final RoomName ROOM = new RoomName("chaos");

  /** What it says lives in an epoch: a seat. In each, numbers run from 0. */
  private record Said(int epoch, int number) {}

  private final Signaling signaling;
  private final String key;
  private final Map<String, Said> heard = new HashMap<>();
  private final Deque<JsonObject> unacknowledged = new ArrayDeque<>();
  private final List<Wire> halfOpen = new ArrayList<>();
  private @Nullable Wire wire;
  private String id = "";
  private @Nullable Long after;
  private Said last = new Said(0, -1);
  private long nextRequest = 1;
  private boolean seated;

  CheckingPeer(Signaling signaling, String key) {
    this.signaling = signaling;
    this.key = key;
  }

  String id() {
    return id;
  }

  boolean isConnected() {
    return wire != null;
  }

  /** The last of what it has said. */
  Object lastSaid() {
    return last;
  }

  /** The last of what it has heard from somebody. */
  @Nullable Object lastHeard(CheckingPeer from) {
    return heard.get(from.id);
  }

  void connect() {
    wire = new Wire();
    JsonObject join = message("join");
    join.addProperty("key", key);
    if (after != null) {
      join.addProperty("after", after);
    }
    seated = false;
    wire.say(join);
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

  void say() {
    if (!seated) {
      return;
    }
    last = new Said(last.epoch, last.number + 1);
    JsonObject message = message("message");
    message.addProperty("id", nextRequest++);
    JsonObject data = new JsonObject();
    data.addProperty("epoch", last.epoch);
    data.addProperty("number", last.number);
    message.add("data", data);
    unacknowledged.add(message);
    if (wire != null) {
      wire.say(message);
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
      take(GSON.fromJson(text, JsonObject.class));
    }
    if (from != null) {
      from.finishWrite();
    }
  }

  private void take(JsonObject message) {
    String type = message.get("type").getAsString();
    if (message.has("seq") && !type.equals("joined")) {
      long seq = message.get("seq").getAsLong();
      assertThat(seq).as("order of %s", message).isGreaterThan(after == null ? 0 : after);
      after = seq;
    }
    switch (type) {
      case "joined" -> joined(message);
      case "ack" -> acknowledge(message.get("received").getAsLong());
      case "message" -> check(message);
      case "peer-joined" ->
          heard.put(message.getAsJsonObject("peer").get("id").getAsString(), new Said(-1, -1));
      case "peer-updated", "peer-left" -> {}
      default -> throw new AssertionError("unexpected: " + message);
    }
  }

  private void joined(JsonObject joined) {
    id = joined.getAsJsonObject("self").get("id").getAsString();
    seated = true;
    if (joined.get("resumed").getAsBoolean()) {
      assertThat(joined.get("seq").getAsLong()).isEqualTo(after);
      acknowledge(joined.get("received").getAsLong());
      unacknowledged.forEach(wire()::say);
    } else {
      after = joined.get("seq").getAsLong();
      heard.clear();
      unacknowledged.clear();
      nextRequest = 1;
      last = new Said(last.epoch + 1, -1);
    }
  }

  private void acknowledge(long received) {
    unacknowledged.removeIf(request -> request.get("id").getAsLong() <= received);
  }

  private void check(JsonObject message) {
    String from = message.get("from").getAsString();
    JsonObject data = message.getAsJsonObject("data");
    Said now = new Said(data.get("epoch").getAsInt(), data.get("number").getAsInt());
    Said before = heard.put(from, now);
    if (before != null) {
      int expected = before.epoch == now.epoch ? before.number + 1 : 0;
      assertThat(now.number).as("after %s, %s from %s", before, now, from).isEqualTo(expected);
      assertThat(now.epoch).isGreaterThanOrEqualTo(before.epoch);
    }
  }

  private static JsonObject message(String type) {
    JsonObject message = new JsonObject();
    message.addProperty("type", type);
    return message;
  }

  private Wire wire() {
    if (wire == null) {
      throw new AssertionError("there is no connection");
    }
    return wire;
  }

  /** One connection; the server writes to it from any thread, and its peer reads when it likes. */
  private final class Wire implements Link {
    private final Queue<String> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> writes = new ConcurrentLinkedQueue<>();
    private final Session session;

    Wire() {
      session = signaling.open(new Handshake(ROOM, "127.0.0.1"), this);
    }

    void say(JsonObject message) {
      session.receive(message.toString());
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
