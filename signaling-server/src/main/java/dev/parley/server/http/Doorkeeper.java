package dev.parley.server.http;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.parley.server.config.AddressBlock;
import dev.parley.signaling.guard.Rate;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import java.net.Inet6Address;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Lets clients in, so many and so fast from each address, until the server closes its doors. */
final class Doorkeeper {
  private static final int BURST_SECONDS = 10;
  private static final int REMEMBERED_ADDRESSES = 100_000;

  /** Whoever has one address of IPv6 has all that begin with these bytes. */
  private static final int NETWORK_BYTES = 8;

  private final ConcurrentMap<String, Integer> connections = new ConcurrentHashMap<>();
  private final Cache<String, Rate> joins;
  private final Bounds bounds;
  private final Capacity capacity;
  private final InstantSource clock;
  private volatile boolean closed;

  /**
   * How many are let in.
   *
   * @param connections how many connections there are at once
   * @param ofAnAddress how many of them from one address
   * @param joinsPerSecond how often somebody may come from one address, with a burst
   */
  record Bounds(int connections, int ofAnAddress, int joinsPerSecond) {}

  Doorkeeper(Bounds bounds, InstantSource clock) {
    this.bounds = bounds;
    this.capacity = new Capacity(bounds.connections);
    this.clock = clock;
    this.joins =
        CacheBuilder.newBuilder()
            .maximumSize(REMEMBERED_ADDRESSES)
            .expireAfterAccess(Duration.ofSeconds(BURST_SECONDS)) // all may come again by then
            .ticker(ticker(clock))
            .build();
  }

  private static Ticker ticker(InstantSource clock) {
    return new Ticker() {
      @Override
      public long read() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
      }
    };
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
    if (capacity.isExhausted()) {
      throw new ProtocolException(
          ErrorCode.UNAVAILABLE,
          "The server has no place for another connection: try again later.");
    }
    String network = network(client);
    if (connections.getOrDefault(network, 0) >= bounds.ofAnAddress) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED, "There are too many connections from your address.");
    }
    long wait = take(network);
    if (wait > 0) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED,
          "There are too many joins from your address: come again later.",
          wait);
    }
  }

  private long take(String network) {
    Rate rate =
        joins.asMap().computeIfAbsent(network, _ -> new Rate(bounds.joinsPerSecond, BURST_SECONDS));
    synchronized (rate) {
      return rate.take(clock.millis());
    }
  }

  void connected(String client) {
    capacity.enter();
    connections.merge(network(client), 1, Integer::sum);
  }

  void disconnected(String client) {
    capacity.exit();
    connections.computeIfPresent(network(client), (_, count) -> count == 1 ? null : count - 1);
  }

  /** Forgets addresses from which nobody has come for a while. */
  void tick() {
    joins.cleanUp();
  }

  private static String network(String client) {
    return AddressBlock.literal(client) instanceof Inet6Address address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
        : client;
  }
}
