package dev.parley.chaos;

import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the messages that a peer sends, to all and to each receiver. Each message carries the
 * counts, so that receivers detect a missing one.
 */
final class SentCounts {
  private final Map<String, Integer> toOne = new HashMap<>();
  private long seat;
  private int toAll;

  /** Starts over for a new seat. */
  void reset(long seat) {
    this.seat = seat;
    toAll = 0;
    toOne.clear();
  }

  /** Counts a message to all, and returns its counts. */
  JsonObject addToAll() {
    toAll++;
    return json();
  }

  /** Counts a message to these receivers, and returns its counts. */
  JsonObject addTo(Collection<String> receivers) {
    receivers.forEach(receiver -> toOne.merge(receiver, 1, Integer::sum));
    return json();
  }

  /** The count of all messages that this receiver has to receive. */
  MessageCount of(String receiver) {
    return new MessageCount(seat, toAll, toOne.getOrDefault(receiver, 0));
  }

  private JsonObject json() {
    JsonObject one = new JsonObject();
    toOne.forEach(one::addProperty);
    JsonObject counts = new JsonObject();
    counts.addProperty("seat", seat);
    counts.addProperty("all", toAll);
    counts.add("one", one);
    return counts;
  }

  /** Reads the counts of a message, as they concern this receiver. */
  static MessageCount read(JsonObject counts, String receiver) {
    JsonObject one = counts.getAsJsonObject("one");
    return new MessageCount(
        counts.get("seat").getAsLong(),
        counts.get("all").getAsInt(),
        one.has(receiver) ? one.get(receiver).getAsInt() : 0);
  }
}
