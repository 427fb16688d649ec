package dev.parley.server.http;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of client addresses over which no whole request has come yet, or none since the
 * last response. On a full server one of an address that has many gives way when an address with
 * fewer connections comes.
 */
final class IdleConnections {
  /** An address with so many idle connections has many. */
  private static final int MANY = 4;

  /** So many of the addresses that have many are compared. */
  private static final int COMPARED = 64;

  // Guarded by this.
  private final Map<AddressAccount, Set<HttpConnection>> connections = new HashMap<>();
  private final Set<AddressAccount> crowded = new LinkedHashSet<>();

  /** The connection has become idle; it is the newest of its address. */
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
   * The oldest of an address that has many, and more than so many connections in all; or null if
   * there is no such address.
   */
  synchronized @Nullable HttpConnection oldestOfAddressAbove(int connectionsOfAddress) {
    AddressAccount most = null;
    int compared = 0;
    for (AddressAccount account : crowded) {
      if (account.connections() > (most == null ? connectionsOfAddress + 1 : most.connections())) {
        most = account;
      }
      if (++compared == COMPARED) {
        break;
      }
    }
    Set<HttpConnection> idle = most == null ? null : connections.get(most);
    return idle == null ? null : idle.iterator().next();
  }
}
