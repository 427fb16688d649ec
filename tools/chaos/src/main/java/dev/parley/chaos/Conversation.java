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
 * One peer's part of the protocol, over any number of connections. It numbers what it says, and
 * checks that it hears what each of the others says once and in order. Not thread-safe.
 */
public final class Conversation {
  private final String key;
  private final Speech speech = new Speech();
  private final Others others = new Others();
  private final Requests requests = new Requests();

  /** Whom it has asked something by which request, and who has not answered yet. */
  private final Map<Long, String> asked = new HashMap<>();

  private Seat seat = Seat.NONE;
  private @Nullable Long after;
  private long delivered;

  public Conversation(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }

  /** The seat that it has had last; whether the room has kept it is another thing. */
  public Seat seat() {
    return seat;
  }

  /** The last event that it has heard, or null if it is to join anew. */
  public @Nullable Long after() {
    return after;
  }

  /** How many messages it has heard. */
  public long delivered() {
    return delivered;
  }

  /** Who else is there, as far as it knows. */
  public Set<String> others() {
    return others.ids();
  }

  /** What has not been acknowledged yet, in order. */
  public List<Numbered> unacknowledged() {
    return requests.unacknowledged();
  }

  /** The message that gets it a seat, or the old one. */
  public JsonObject join() {
    JsonObject join = message("join");
    join.addProperty("key", key);
    if (after != null) {
      join.addProperty("after", after);
    }
    return join;
  }

  /** Its next join asks for a new seat. */
  public void joinAnew() {
    after = null;
  }

  /** Says something to all. */
  public void say() {
    JsonObject message = message("message");
    message.add("data", speech.toAll());
    requests.add(message);
  }

  /** Says something to these. */
  public void say(Collection<String> to) {
    JsonObject message = message("message");
    Json.add(message, "to", to);
    message.add("data", speech.to(to));
    requests.add(message);
  }

  /** Asks somebody, who is to reply. */
  public void ask(String whom) {
    JsonObject message = message("message");
    message.addProperty("to", whom);
    message.addProperty("ask", true);
    JsonObject data = speech.to(List.of(whom));
    message.add("data", data);
    long id = requests.add(message);
    data.addProperty("request", id);
    asked.put(id, whom);
  }

  /** Says something to all, or to some, or asks somebody. */
  public void sayAnything(RandomGenerator random) {
    List<String> there = others().stream().sorted().toList();
    if (there.isEmpty() || random.nextInt(3) == 0) {
      say();
      return;
    }
    String one = there.get(random.nextInt(there.size()));
    switch (random.nextInt(3)) {
      case 0 -> say(List.of(one));
      case 1 -> say(there.subList(0, 1 + random.nextInt(there.size())));
      default -> ask(one);
    }
  }

  /**
   * Takes a message that has come.
   *
   * @param seatIsKept whether a join that asks to go on must be resumed: the seat is still there,
   *     and so is everything that was missed
   * @throws Violation if that is not what must come
   */
  public Reaction hear(JsonObject message, boolean seatIsKept) {
    String type = message.get("type").getAsString();
    if (Json.isEvent(message)) {
      advance(message);
    }
    switch (type) {
      case "joined" -> joined(message, seatIsKept);
      case "message" -> message(message);
      case "reply" -> reply(message);
      case "peer-joined" -> seated(message.getAsJsonObject("peer"));
      case "peer-updated" -> others.updated(message.getAsJsonObject("peer"));
      case "peer-left" -> left(message.get("from").getAsString());
      case "ack" -> {
        return acknowledged(message);
      }
      case "error" -> {
        return refused(message);
      }
      case "bye", "pong", "ice-servers" -> {}
      default -> throw new Violation(Kind.WRONG, "unexpected: " + message);
    }
    return Reaction.GO_ON;
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
    Seat given = Seat.of(joined);
    long seq = joined.get("seq").getAsLong();
    if (joined.get("resumed").getAsBoolean()) {
      if (after == null || seq != after || given.number() != seat.number()) {
        throw new Violation(Kind.WRONG, "resumed from %s on %s: %s".formatted(after, seat, joined));
      }
      requests.acknowledge(joined.get("received").getAsLong());
    } else if (after != null && seatIsKept) {
      throw new Violation(
          Kind.LOST, "not resumed from %s on %s: %s".formatted(after, seat, joined));
    } else {
      after = seq;
      others.reset(joined.getAsJsonArray("peers"));
      requests.begin();
      speech.begin(given.number());
      asked.clear();
    }
    seat = given;
  }

  private void seated(JsonObject peer) {
    others.joined(peer);
    asked.values().removeIf(peer.get("id").getAsString()::equals);
  }

  private void left(String peer) {
    others.left(peer);
    asked.values().removeIf(peer::equals);
  }

  private void message(JsonObject message) {
    String from = message.get("from").getAsString();
    JsonObject data = message.getAsJsonObject("data");
    check(from, data, message);
    if (message.has("ask")) {
      JsonObject reply = message("reply");
      reply.addProperty("to", from);
      reply.add("re", message.get("seq"));
      JsonObject answer = speech.to(List.of(from));
      answer.add("answers", data);
      reply.add("data", answer);
      requests.add(reply);
    }
  }

  private void reply(JsonObject reply) {
    JsonObject data = reply.getAsJsonObject("data");
    check(reply.get("from").getAsString(), data, reply);
    JsonObject question = data.getAsJsonObject("answers");
    boolean mine = question.get("seat").getAsLong() == seat.number();
    long id = question.get("request").getAsLong();
    if (reply.has("ask") && !(mine && reply.get("ask").getAsLong() == id)) {
      throw new Violation(
          Kind.WRONG, "an answer to something else, asked on " + seat + ": " + reply);
    }
    if (mine) {
      asked.remove(id);
    }
  }

  private void check(String from, JsonObject numbers, JsonObject message) {
    delivered++;
    others.heard(from, Speech.heardBy(seat.peer(), numbers), message);
  }

  private Reaction acknowledged(JsonObject ack) {
    List<Reaction> reactions = Json.objects(ack, "errors").stream().map(this::refused).toList();
    for (Reaction reaction : reactions) {
      if (reaction instanceof Reaction.JoinAnew) {
        return reaction; // what it acknowledges is not what was asked for on this seat
      }
    }
    requests.acknowledge(ack.get("received").getAsLong());
    return reactions.stream()
        .filter(reaction -> reaction instanceof Reaction.SendAgain)
        .findFirst()
        .orElse(Reaction.GO_ON);
  }

  private Reaction refused(JsonObject error) {
    return switch (error.get("code").getAsString()) {
      case "rate-limited", "unavailable" ->
          new Reaction.SendAgain(number(error, "re", 1), number(error, "retryAfter", 1_000));
      case "peer-gone" -> gone(error);
      case "lagged" -> new Reaction.JoinAnew();
      default -> throw new Violation(Kind.WRONG, "refused: " + error);
    };
  }

  /** Whom it spoke to is not there, or it itself. */
  private Reaction gone(JsonObject error) {
    if (!error.has("peers")) {
      return new Reaction.JoinAnew();
    }
    asked.remove(error.get("re").getAsLong());
    return Reaction.GO_ON;
  }

  private static long number(JsonObject object, String member, long standard) {
    return object.has(member) ? object.get(member).getAsLong() : standard;
  }

  /** Whether all that it has asked for was taken, and all of whom it has asked have answered. */
  public boolean isAtRest() {
    return requests.unacknowledged().isEmpty() && asked.isEmpty();
  }

  /** Why it does not know all that there is to know of who is here, or null if it does. */
  public @Nullable String missing(Collection<Conversation> all) {
    for (Conversation other : all) {
      Count said = other.speech.to(seat.peer());
      if (other != this && !said.equals(others.lastOf(other.seat.peer()))) {
        return "%s, of whom %s has heard %s, has said %s"
            .formatted(other.seat, seat, others.lastOf(other.seat.peer()), said);
      }
    }
    if (others.ids().size() != all.size() - 1 || !others.areAllOnline()) {
      return seat + " is told of others than there are: " + others;
    }
    return isAtRest() ? null : seat + " waits for " + unacknowledged() + " and " + asked;
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
