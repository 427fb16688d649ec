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
 * The spare connections: accepted beyond a limit, to send the reason for the refusal and to answer
 * health checks. Each is closed after two seconds at the latest, or earlier in favour of a newer
 * one.
 *
 * <p>Thread-safe. Connections are aborted within the lock, by a task for their I/O threads.
 */
final class SpareConnections {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** One address may use this part of the spare connections, as a divisor. */
  private static final int ADDRESS_SHARE = 4;

  /** Per tick, for all addresses. Answering all of a flood would delay accepting other clients. */
  private static final int MAX_REPLACED = 256;

  private final int max;

  /** In the order of acceptance. Guarded by this. */
  private final Map<HttpConnection, Place> places = new LinkedHashMap<>();

  /** Connections closed in favour of one of the same address since {@link #countedSince}. */
  private int replaced; // guarded by this

  /** The time of the last tick, or an earlier one if the clock has stood still since. */
  private Instant countedSince = Instant.MIN; // guarded by this

  private record Place(String address, Instant since) {}

  SpareConnections(int max) {
    this.max = max;
  }

  int max() {
    return max;
  }

  /**
   * Adds a connection. If none is spare, closes the oldest one without a request in progress: of
   * the same address if that has its share, otherwise of the address with the most. Returns false
   * if there is no such connection.
   */
  synchronized boolean tryAdd(HttpConnection connection, String address, Instant now) {
    long own = count(address);
    if (own >= Math.max(1, max / ADDRESS_SHARE)) {
      if (replaced >= MAX_REPLACED || !evict(address)) {
        return false;
      }
      replaced++;
    } else if (places.size() >= max) {
      String largest = addressWithMost();
      if (!(count(largest) > own && evict(largest)) && !evict(null)) {
        return false;
      }
    }
    places.put(connection, new Place(address, now));
    return true;
  }

  private long count(String address) {
    return places.values().stream().filter(at -> at.address.equals(address)).count();
  }

  private String addressWithMost() {
    Map<String, Integer> counts = new HashMap<>();
    places.values().forEach(at -> counts.merge(at.address, 1, Integer::sum));
    return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /** Closes the oldest connection, of this address if one is given, that is not being answered. */
  private boolean evict(@Nullable String address) {
    Iterator<Map.Entry<HttpConnection, Place>> oldest = places.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<HttpConnection, Place> entry = oldest.next();
      boolean eligible = address == null || entry.getValue().address.equals(address);
      if (eligible && !entry.getKey().isRequestInProgress()) {
        oldest.remove();
        entry.getKey().abort();
        return true;
      }
    }
    return false;
  }

  synchronized void remove(HttpConnection connection) {
    places.remove(connection);
  }

  /** Closes connections after their timeout. */
  synchronized void tick(Instant now) {
    if (now.isAfter(countedSince)) {
      countedSince = now;
      replaced = 0;
    }
    places.entrySet().stream()
        .filter(entry -> now.isAfter(entry.getValue().since.plus(TIMEOUT)))
        .map(Map.Entry::getKey)
        .toList() // a copy, since closing removes from the map
        .forEach(HttpConnection::abort);
  }
}
