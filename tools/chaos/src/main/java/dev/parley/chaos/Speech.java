package dev.parley.chaos;

import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Numbers what a peer says, so that whoever hears it can tell what came before. */
final class Speech {
  private final Map<String, Integer> toOne = new HashMap<>();
  private long seat;
  private int toAll;

  /** On another seat the numbers begin anew. */
  void begin(long seat) {
    this.seat = seat;
    toAll = 0;
    toOne.clear();
  }

  JsonObject toAll() {
    toAll++;
    return numbers();
  }

  JsonObject to(Collection<String> listeners) {
    listeners.forEach(listener -> toOne.merge(listener, 1, Integer::sum));
    return numbers();
  }

  /** All that this listener should have heard by now. */
  Count to(String listener) {
    return new Count(seat, toAll, toOne.getOrDefault(listener, 0));
  }

  private JsonObject numbers() {
    JsonObject one = new JsonObject();
    toOne.forEach(one::addProperty);
    JsonObject numbers = new JsonObject();
    numbers.addProperty("seat", seat);
    numbers.addProperty("all", toAll);
    numbers.add("one", one);
    return numbers;
  }

  /** The numbers of a message, as this listener counts. */
  static Count heardBy(String listener, JsonObject numbers) {
    JsonObject one = numbers.getAsJsonObject("one");
    return new Count(
        numbers.get("seat").getAsLong(),
        numbers.get("all").getAsInt(),
        one.has(listener) ? one.get(listener).getAsInt() : 0);
  }
}
