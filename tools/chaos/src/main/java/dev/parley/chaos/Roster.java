package dev.parley.chaos;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The other peers in the room as one peer knows them, with the last message count of each. */
final class Roster {
  private final Map<String, Peer> peers = new TreeMap<>();

  /** Another peer; {@code last} is null until the first message of a peer that was there before. */
  private record Peer(long seat, boolean online, @Nullable MessageCount last) {

    static Peer of(JsonObject peer, @Nullable MessageCount last) {
      return new Peer(seatOf(peer), peer.get("online").getAsBoolean(), last);
    }
  }

  /** Replaces all peers by those of a new {@code joined}. */
  void reset(JsonArray members) {
    peers.clear();
    for (JsonElement member : members) {
      peers.put(idOf(member.getAsJsonObject()), Peer.of(member.getAsJsonObject(), null));
    }
  }

  void joined(JsonObject peer) {
    Peer before = peers.get(idOf(peer));
    if (before != null && before.seat >= seatOf(peer)) {
      throw unknown("the seat number does not rise: " + peer + " after " + before);
    }
    peers.put(idOf(peer), Peer.of(peer, new MessageCount(seatOf(peer), 0, 0)));
  }

  void updated(JsonObject peer) {
    Peer before = known(idOf(peer), peer);
    if (before.seat != seatOf(peer)) {
      throw unknown("another seat without a join: " + peer + " after " + before);
    }
    peers.put(idOf(peer), Peer.of(peer, before.last));
  }

  void left(String id) {
    known(id, id);
    peers.remove(id);
  }

  /** Checks that a message of this peer is the next one. */
  void received(String from, MessageCount count, JsonObject message) {
    Peer sender = known(from, message);
    if (sender.seat != count.seat()) {
      throw unknown("from another seat than " + sender.seat + ": " + message);
    }
    if (sender.last != null) {
      count.checkFollows(sender.last, message.toString());
    }
    peers.put(from, new Peer(sender.seat, sender.online, count));
  }

  @Nullable MessageCount lastOf(String id) {
    Peer peer = peers.get(id);
    return peer == null ? null : peer.last;
  }

  Set<String> ids() {
    return Set.copyOf(peers.keySet());
  }

  boolean areAllOnline() {
    return peers.values().stream().allMatch(Peer::online);
  }

  private Peer known(String id, Object message) {
    Peer peer = peers.get(id);
    if (peer == null) {
      throw unknown("from a peer that is not in the roster: " + message);
    }
    return peer;
  }

  private static Violation unknown(String message) {
    return new Violation(Violation.Kind.UNKNOWN_SENDER, message);
  }

  private static String idOf(JsonObject peer) {
    return peer.get("id").getAsString();
  }

  private static long seatOf(JsonObject peer) {
    return peer.get("seat").getAsLong();
  }

  @Override
  public String toString() {
    return peers.toString();
  }
}
