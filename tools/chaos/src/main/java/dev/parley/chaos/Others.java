package dev.parley.chaos;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who else is in the room, as one peer was told, with the last that it has heard of each. */
final class Others {
  private final Map<String, Other> others = new TreeMap<>();

  /** Nothing has been heard of who was there before. */
  private record Other(long seat, boolean online, @Nullable Count last) {

    static Other of(JsonObject peer, @Nullable Count last) {
      return new Other(seatOf(peer), peer.get("online").getAsBoolean(), last);
    }
  }

  /** All who are there now. */
  void reset(JsonArray peers) {
    others.clear();
    for (JsonElement peer : peers) {
      others.put(idOf(peer.getAsJsonObject()), Other.of(peer.getAsJsonObject(), null));
    }
  }

  void joined(JsonObject peer) {
    Other before = others.get(idOf(peer));
    if (before != null && before.seat >= seatOf(peer)) {
      throw new Violation(
          Violation.Kind.GHOST, "a seat that does not rise: " + peer + " after " + before);
    }
    others.put(idOf(peer), Other.of(peer, new Count(seatOf(peer), 0, 0)));
  }

  void updated(JsonObject peer) {
    Other before = known(idOf(peer), peer);
    if (before.seat != seatOf(peer)) {
      throw new Violation(
          Violation.Kind.GHOST, "another seat without a join: " + peer + " after " + before);
    }
    others.put(idOf(peer), Other.of(peer, before.last));
  }

  void left(String id) {
    known(id, id);
    others.remove(id);
  }

  /** Something has come from this peer, which must be the next that it has said. */
  void heard(String from, Count now, Object what) {
    Other other = known(from, what);
    if (other.seat != now.seat()) {
      throw new Violation(
          Violation.Kind.GHOST, "from another seat than " + other.seat + ": " + what);
    }
    if (other.last != null) {
      now.follow(other.last, String.valueOf(what));
    }
    others.put(from, new Other(other.seat, other.online, now));
  }

  @Nullable Count lastOf(String id) {
    Other other = others.get(id);
    return other == null ? null : other.last;
  }

  Set<String> ids() {
    return Set.copyOf(others.keySet());
  }

  boolean areAllOnline() {
    return others.values().stream().allMatch(Other::online);
  }

  private Other known(String id, Object what) {
    Other other = others.get(id);
    if (other == null) {
      throw new Violation(Violation.Kind.GHOST, "from somebody who is not here: " + what);
    }
    return other;
  }

  private static String idOf(JsonObject peer) {
    return peer.get("id").getAsString();
  }

  private static long seatOf(JsonObject peer) {
    return peer.get("seat").getAsLong();
  }

  @Override
  public String toString() {
    return others.toString();
  }
}
