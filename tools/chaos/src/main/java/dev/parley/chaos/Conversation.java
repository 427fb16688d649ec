package dev.parley.chaos;

import com.google.gson.JsonObject;
import dev.parley.chaos.Violation.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The protocol state of one peer, over any number of connections. It numbers the messages that it
 * sends, and checks that it receives each message of the other peers once and in order. Not
 * thread-safe.
 */
public final class Conversation {
  private final String key;
  private final SentCounts sent = new SentCounts();
  private final Roster roster = new Roster();
  private final Outbox outbox = new Outbox();

  /** The peers that have not replied yet, by the id of the request that asked them. */
  private final Map<Long, String> asked = new HashMap<>();

  private Seat seat = Seat.NONE;
  private @Nullable Long after;
  private long receivedMessages;

  public Conversation(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }

  /** The seat of the last {@code joined}, which the server may have given up since. */
  public Seat seat() {
    return seat;
  }

  /** The seq of the last event, or null if the next join asks for a new seat. */
  public @Nullable Long after() {
    return after;
  }

  /** The number of messages and replies of other peers so far. */
  public long receivedMessages() {
    return receivedMessages;
  }

  /** The ids of the other peers in the room. */
  public Set<String> peers() {
    return roster.ids();
  }

  /** The requests without an acknowledgement, in order. */
  public List<PendingRequest> unacknowledged() {
    return outbox.unacknowledged();
  }

  /** Returns a {@code join} that resumes the seat, or asks for a new one without a cursor. */
  public JsonObject join() {
    JsonObject join = message("join");
    join.addProperty("key", key);
    if (after != null) {
      join.addProperty("after", after);
    }
    return join;
  }

  /** Makes the next join ask for a new seat. */
  public void resetCursor() {
    after = null;
  }

  /** Queues a message to all peers. */
  public void sendToAll() {
    JsonObject message = message("message");
    message.add("data", sent.addToAll());
    outbox.add(message);
  }

  /** Queues a message to these peers. */
  public void sendTo(Collection<String> receivers) {
    JsonObject message = message("message");
    Json.add(message, "to", receivers);
    message.add("data", sent.addTo(receivers));
    outbox.add(message);
  }

  /** Queues a message to which this peer has to reply. */
  public void ask(String peer) {
    JsonObject message = message("message");
    message.addProperty("to", peer);
    message.addProperty("ask", true);
    JsonObject data = sent.addTo(List.of(peer));
    message.add("data", data);
    long id = outbox.add(message);
    data.addProperty("request", id);
    asked.put(id, peer);
  }

  /** Queues a message to all, some or one of the peers, or asks one. */
  public void sendRandom(RandomGenerator random) {
    List<String> peers = peers().stream().sorted().toList();
    if (peers.isEmpty() || random.nextInt(3) == 0) {
      sendToAll();
      return;
    }
    String one = peers.get(random.nextInt(peers.size()));
    switch (random.nextInt(3)) {
      case 0 -> sendTo(List.of(one));
      case 1 -> sendTo(peers.subList(0, 1 + random.nextInt(peers.size())));
      default -> ask(one);
    }
  }

  /**
   * Checks and processes a message of the server.
   *
   * @param seatIsKept whether the server must still have the seat and all missed events, so that it
   *     must resume a join with a cursor
   * @throws Violation if the message is not permitted here
   */
  public Reaction receive(JsonObject message, boolean seatIsKept) {
    String type = message.get("type").getAsString();
    if (Json.isEvent(message)) {
      advance(message);
    }
    switch (type) {
      case "joined" -> joined(message, seatIsKept);
      case "message" -> message(message);
      case "reply" -> reply(message);
      case "peer-joined" -> peerJoined(message.getAsJsonObject("peer"));
      case "peer-updated" -> roster.updated(message.getAsJsonObject("peer"));
      case "peer-left" -> peerLeft(message.get("from").getAsString());
      case "ack" -> {
        return acknowledged(message);
      }
      case "error" -> {
        return refused(message);
      }
      case "bye", "pong", "ice-servers" -> {}
      default -> throw new Violation(Kind.INVALID, "unexpected: " + message);
    }
    return Reaction.CONTINUE;
  }

  private void advance(JsonObject event) {
    long seq = event.get("seq").getAsLong();
    if (after == null || seq <= after) {
      throw new Violation(
          after != null && seq == after ? Kind.REPEATED : Kind.REORDERED,
          "after " + after + " came " + event);
    }
    after = seq;
  }

  private void joined(JsonObject joined, boolean seatIsKept) {
    Seat newSeat = Seat.of(joined);
    long seq = joined.get("seq").getAsLong();
    if (joined.get("resumed").getAsBoolean()) {
      if (after == null || seq != after || newSeat.number() != seat.number()) {
        throw new Violation(
            Kind.INVALID, "resumed from %s on %s: %s".formatted(after, seat, joined));
      }
      outbox.acknowledge(joined.get("received").getAsLong());
    } else if (after != null && seatIsKept) {
      throw new Violation(
          Kind.LOST, "not resumed from %s on %s: %s".formatted(after, seat, joined));
    } else {
      after = seq;
      roster.reset(joined.getAsJsonArray("peers"));
      outbox.reset();
      sent.reset(newSeat.number());
      asked.clear();
    }
    seat = newSeat;
  }

  private void peerJoined(JsonObject peer) {
    roster.joined(peer);
    asked.values().removeIf(peer.get("id").getAsString()::equals);
  }

  private void peerLeft(String peer) {
    roster.left(peer);
    asked.values().removeIf(peer::equals);
  }

  private void message(JsonObject message) {
    String from = message.get("from").getAsString();
    JsonObject data = message.getAsJsonObject("data");
    checkCounts(from, data, message);
    if (message.has("ask")) {
      JsonObject reply = message("reply");
      reply.addProperty("to", from);
      reply.add("re", message.get("seq"));
      JsonObject answer = sent.addTo(List.of(from));
      answer.add("answers", data);
      reply.add("data", answer);
      outbox.add(reply);
    }
  }

  private void reply(JsonObject reply) {
    JsonObject data = reply.getAsJsonObject("data");
    checkCounts(reply.get("from").getAsString(), data, reply);
    JsonObject question = data.getAsJsonObject("answers");
    boolean askedOnThisSeat = question.get("seat").getAsLong() == seat.number();
    long id = question.get("request").getAsLong();
    if (reply.has("ask") && !(askedOnThisSeat && reply.get("ask").getAsLong() == id)) {
      throw new Violation(
          Kind.INVALID, "a reply to another question, asked on " + seat + ": " + reply);
    }
    if (askedOnThisSeat) {
      asked.remove(id);
    }
  }

  private void checkCounts(String from, JsonObject counts, JsonObject message) {
    receivedMessages++;
    roster.received(from, SentCounts.read(counts, seat.peer()), message);
  }

  private Reaction acknowledged(JsonObject ack) {
    List<Reaction> reactions = Json.objects(ack, "errors").stream().map(this::refused).toList();
    for (Reaction reaction : reactions) {
      if (reaction instanceof Reaction.Rejoin) {
        return reaction; // "received" counts the requests of another seat
      }
    }
    outbox.acknowledge(ack.get("received").getAsLong());
    return reactions.stream()
        .filter(reaction -> reaction instanceof Reaction.Resend)
        .findFirst()
        .orElse(Reaction.CONTINUE);
  }

  private Reaction refused(JsonObject error) {
    return switch (error.get("code").getAsString()) {
      case "rate-limited", "unavailable" ->
          new Reaction.Resend(number(error, "re", 1), number(error, "retryAfter", 1_000));
      case "peer-gone" -> peerGone(error);
      case "lagged" -> new Reaction.Rejoin();
      default -> throw new Violation(Kind.INVALID, "refused: " + error);
    };
  }

  /** With {@code peers}, a receiver has left; without, the seat of this peer is lost. */
  private Reaction peerGone(JsonObject error) {
    if (!error.has("peers")) {
      return new Reaction.Rejoin();
    }
    asked.remove(error.get("re").getAsLong());
    return Reaction.CONTINUE;
  }

  private static long number(JsonObject object, String member, long defaultValue) {
    return object.has(member) ? object.get(member).getAsLong() : defaultValue;
  }

  /** Whether all requests are acknowledged and all questions answered. */
  public boolean isIdle() {
    return outbox.unacknowledged().isEmpty() && asked.isEmpty();
  }

  /**
   * Describes a message, roster entry, acknowledgement or reply that this peer lacks, or returns
   * null if it has everything.
   *
   * @param all the conversations of all peers in the room, including this one
   */
  public @Nullable String missing(Collection<Conversation> all) {
    for (Conversation other : all) {
      MessageCount expected = other.sent.of(seat.peer());
      MessageCount received = roster.lastOf(other.seat.peer());
      if (other != this && !expected.equals(received)) {
        return "%s has sent %s, and %s has received %s"
            .formatted(other.seat, expected, seat, received);
      }
    }
    if (roster.ids().size() != all.size() - 1 || !roster.areAllOnline()) {
      return seat + " has a wrong roster: " + roster;
    }
    return isIdle() ? null : seat + " waits for " + unacknowledged() + " and " + asked;
  }

  private static JsonObject message(String type) {
    JsonObject message = new JsonObject();
    message.addProperty("type", type);
    return message;
  }

  @Override
  public String toString() {
    return "%s after %s".formatted(seat, after);
  }
}
