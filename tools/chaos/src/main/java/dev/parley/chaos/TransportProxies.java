package dev.parley.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A {@link FaultProxy} for each transport, in front of one or more nodes. The fault plan of a
 * connection follows from the seed, the transport and the number of connections before it.
 */
final class TransportProxies implements AutoCloseable {
  private final Map<Transport, FaultProxy> proxies = new EnumMap<>(Transport.class);

  TransportProxies(List<InetSocketAddress> nodes, long seed, Statistics statistics)
      throws IOException {
    for (Transport transport : Transport.values()) {
      SplittableRandom random = new SplittableRandom(seed + 31L * transport.name().hashCode());
      proxies.put(
          transport, new FaultProxy(() -> route(nodes, random), statistics.observerOf(transport)));
    }
  }

  private static FaultProxy.Route route(List<InetSocketAddress> nodes, SplittableRandom random) {
    FaultPlan plan = FaultPlan.of(random.split());
    return new FaultProxy.Route(nodes.get(random.nextInt(nodes.size())), plan);
  }

  /** The address to which clients of this transport connect. */
  InetSocketAddress address(Transport transport) {
    FaultProxy proxy = proxies.get(transport);
    if (proxy == null) {
      throw new IllegalStateException("no proxy for " + transport);
    }
    return proxy.address();
  }

  @Override
  public void close() {
    try {
      for (FaultProxy proxy : proxies.values()) {
        proxy.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
