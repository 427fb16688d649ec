package dev.parley.server.http;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.session.Rate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Lets clients in, so many and so fast from each address, until the server closes its doors. */
final class Doorkeeper {
  private static final int BURST_SECONDS = 10;
  private static final int REMEMBERED_ADDRESSES = 100_000;

  private final ConcurrentMap<String, Integer> connections = new ConcurrentHashMap<>();
  private final Cache<String, Rate> joins =
      CacheBuilder.newBuilder()
          .maximumSize(REMEMBERED_ADDRESSES)
          .expireAfterAccess(Duration.ofSeconds(BURST_SECONDS))
          .build();
  private final int maxConnections;
  private final int joinsPerSecond;
  private final InstantSource clock;
  private volatile boolean closed;

  Doorkeeper(int maxConnections, int joinsPerSecond, InstantSource clock) {
    this.maxConnections = maxConnections;
    this.joinsPerSecond = joinsPerSecond;
    this.clock = clock;
  }

  /** From now on, nobody is let in. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * A client at this address wants a seat, or a connection on which to ask for one.
   *
   * @throws ProtocolException if it has to come at another time, or to another server
   */
  void admit(String client) {
    if (closed) {
      throw new ProtocolException(
          ErrorCode.UNAVAILABLE, "The server is about to end: come again in a moment.");
    }
    if (connections.getOrDefault(client, 0) >= maxConnections) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED, "There are too many connections from your address.");
    }
    Rate rate = joins.asMap().computeIfAbsent(client, _ -> new Rate(joinsPerSecond, BURST_SECONDS));
    synchronized (rate) {
      if (rate.take(clock.millis()) > 0) {
        throw new ProtocolException(
            ErrorCode.RATE_LIMITED,
            "There are too many joins from your address: come again later.");
      }
    }
  }

  void connected(String client) {
    connections.merge(client, 1, Integer::sum);
  }

  void disconnected(String client) {
    connections.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
  }
}
