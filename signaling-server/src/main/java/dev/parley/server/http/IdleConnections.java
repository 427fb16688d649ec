package dev.parley.server.http;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of each client address: those without a complete request since they were
 * accepted, or since the last response. On a full server, the oldest of an address with many is
 * closed in favour of an address with fewer connections, so that one client cannot occupy a server
 * with connections that it does not use.
 *
 * <p>Thread-safe. The lock is held for short map operations, and nothing else is called within it.
 */
final class IdleConnections {
  /** An address with fewer idle connections keeps all of them: a browser opens several. */
  private static final int MANY = 4;

  /** The number of candidates that are compared, to bound the time that the lock is held. */
  private static final int MAX_COMPARED = 64;

  // Guarded by this.
  private final Map<AddressAccount, Set<HttpConnection>> connections = new HashMap<>();
  private final Set<AddressAccount> crowded = new LinkedHashSet<>();

  /** Adds a connection as the newest of its address. */
  synchronized void add(AddressAccount account, HttpConnection connection) {
    Set<HttpConnection> idle = connections.computeIfAbsent(account, _ -> new LinkedHashSet<>());
    idle.remove(connection);
    idle.add(connection);
    if (idle.size() >= MANY) {
      crowded.add(account);
    }
  }

  synchronized void remove(AddressAccount account, HttpConnection connection) {
    Set<HttpConnection> idle = connections.get(account);
    if (idle != null && idle.remove(connection)) {
      if (idle.size() < MANY) {
        crowded.remove(account);
      }
      if (idle.isEmpty()) {
        connections.remove(account);
      }
    }
  }

  /**
   * The connection to close for a new one: the oldest of an address that has many idle connections,
   * and more connections than the new one's address. Null if there is none.
   */
  synchronized @Nullable HttpConnection oldestOfAddressAbove(int connectionsOfAddress) {
    AddressAccount largest = null;
    int compared = 0;
    for (AddressAccount account : crowded) {
      if (account.connections()
          > (largest == null ? connectionsOfAddress + 1 : largest.connections())) {
        largest = account;
      }
      if (++compared == MAX_COMPARED) {
        break;
      }
    }
    Set<HttpConnection> idle = largest == null ? null : connections.get(largest);
    return idle == null ? null : idle.iterator().next();
  }
}
