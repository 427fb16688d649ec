package dev.parley.server.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections beyond a bound: kept for a moment, to be told so, and to ask whether the server is
 * well.
 */
final class RefusedConnections {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The part of the places that one address may take. */
  private static final int SHARES = 4;

  /** To answer more of a flood in a second would keep others from being accepted. */
  private static final int MOST_DISPLACED = 256;

  private final int most;

  /** The oldest is the first. Guarded by this. */
  private final Map<HttpConnection, Place> places = new LinkedHashMap<>();

  /** Connections that have made room for one of the same address since the last tick. */
  private int displaced; // guarded by this

  private record Place(String address, Instant since) {}

  RefusedConnections(int most) {
    this.most = most;
  }

  int most() {
    return most;
  }

  /**
   * Takes a connection in, if need be in place of the oldest that is not being answered of the
   * address that has the most. Returns false if there is no place.
   */
  synchronized boolean tryEnter(HttpConnection connection, String address, Instant now) {
    long own = count(address);
    if (own >= Math.max(1, most / SHARES)) {
      if (displaced >= MOST_DISPLACED || !evict(address)) {
        return false;
      }
      displaced++;
    } else if (places.size() >= most) {
      String heaviest = heaviest();
      if (!(count(heaviest) > own && evict(heaviest)) && !evict(null)) {
        return false;
      }
    }
    places.put(connection, new Place(address, now));
    return true;
  }

  private long count(String address) {
    return places.values().stream().filter(at -> at.address.equals(address)).count();
  }

  private String heaviest() {
    Map<String, Integer> counts = new HashMap<>();
    places.values().forEach(at -> counts.merge(at.address, 1, Integer::sum));
    return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private boolean evict(@Nullable String address) {
    Iterator<Map.Entry<HttpConnection, Place>> oldest = places.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<HttpConnection, Place> entry = oldest.next();
      boolean eligible = address == null || entry.getValue().address.equals(address);
      if (eligible && !entry.getKey().isUnderWay()) {
        oldest.remove();
        entry.getKey().cut();
        return true;
      }
    }
    return false;
  }

  synchronized void leave(HttpConnection connection) {
    places.remove(connection);
  }

  /** Ends those that have been here for long enough. */
  synchronized void tick(Instant now) {
    displaced = 0;
    places.entrySet().stream()
        .filter(entry -> now.isAfter(entry.getValue().since.plus(PATIENCE)))
        .map(Map.Entry::getKey)
        .toList() // since a connection leaves when it is cut
        .forEach(HttpConnection::cut);
  }
}
