package dev.parley.server.http;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections over which no whole request has come yet, or none since the last response: they
 * give way when the server is full and an address with fewer connections comes.
 */
final class SilentConnections {
  /** Of the oldest, so many are looked at. */
  private static final int LOOKED_AT = 64;

  /** An address with so many more connections than another gives one of them up for it. */
  private static final int EXCESS = 2;

  /** The oldest is the first. Guarded by this. */
  private final Set<HttpConnection> connections = new LinkedHashSet<>();

  synchronized void add(HttpConnection connection) {
    connections.add(connection);
  }

  synchronized void remove(HttpConnection connection) {
    connections.remove(connection);
  }

  /**
   * Takes out one of an address that has more connections than so many, or returns null if none of
   * the oldest is such.
   */
  synchronized @Nullable HttpConnection takeFromAbove(int holders) {
    Iterator<HttpConnection> oldest = connections.iterator();
    for (int i = 0; i < LOOKED_AT && oldest.hasNext(); i++) {
      HttpConnection candidate = oldest.next();
      AddressAccount account = candidate.account();
      if (account != null && account.holders() >= holders + EXCESS) {
        oldest.remove();
        return candidate;
      }
    }
    return null;
  }
}
