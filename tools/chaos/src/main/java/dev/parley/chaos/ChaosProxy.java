package dev.parley.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between clients and one or more nodes that breaks by a plan: each connection has a plan
 * of its own, which follows from the seed, the transport and how many connections it had before.
 */
final class ChaosProxy implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final List<InetSocketAddress> nodes;
  private final long seed;
  private final Tally tally;
  private final Map<Transport, ServerSocket> doors = new EnumMap<>(Transport.class);
  private final Set<Passage> passages = ConcurrentHashMap.newKeySet();

  ChaosProxy(List<InetSocketAddress> nodes, long seed, Tally tally) throws IOException {
    this.nodes = List.copyOf(nodes);
    this.seed = seed;
    this.tally = tally;
    for (Transport transport : Transport.values()) {
      ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      doors.put(transport, door);
      Thread.ofVirtual().name("proxy of " + transport).start(() -> welcome(transport, door));
    }
  }

  /** Where clients of this transport connect. */
  InetSocketAddress address(Transport transport) {
    ServerSocket door = doors.get(transport);
    if (door == null) {
      throw new IllegalStateException("no door for " + transport);
    }
    return (InetSocketAddress) door.getLocalSocketAddress();
  }

  private void welcome(Transport transport, ServerSocket door) {
    SplittableRandom plans = new SplittableRandom(seed + 31L * transport.name().hashCode());
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Plan plan = Plan.of(plans.split());
        InetSocketAddress node = nodes.get(plans.nextInt(nodes.size()));
        Thread.ofVirtual().start(() -> pass(transport, client, node, plan));
      } catch (IOException e) {
        return; // it is closed
      }
    }
  }

  private void pass(Transport transport, Socket client, InetSocketAddress node, Plan plan) {
    try (Socket upstream = new Socket();
        client) {
      upstream.connect(node);
      Passage passage =
          new Passage(client, upstream, plan, () -> tally.cut(transport, plan.fault()));
      passages.add(passage);
      passage.run();
      passages.remove(passage);
      if (plan.fault() == Fault.NONE) {
        tally.leftAlone();
      }
    } catch (IOException e) {
      tally.unreachable();
    }
  }

  @Override
  public void close() {
    try {
      for (ServerSocket door : doors.values()) {
        door.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    passages.forEach(Passage::cut);
  }
}
