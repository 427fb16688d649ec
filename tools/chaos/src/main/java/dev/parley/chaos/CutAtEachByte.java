package dev.parley.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Repeats a short exchange in a room, each time with one connection cut one byte later: before,
 * within and after each frame and request, in both directions.
 */
public final class CutAtEachByte {
  private static final int CONCURRENT_ROOMS = 96;
  private static final int BATCH = 32;

  /** The connections of a client that are cut: over HTTP, the second one posts. */
  private static final int CONNECTIONS = 2;

  private static final List<Transport> TRANSPORTS =
      List.of(Transport.WEB_SOCKET, Transport.EVENT_STREAM, Transport.LONG_POLL);

  private final InetSocketAddress server;
  private final PrintWriter out;
  private final Statistics statistics = new Statistics();
  private final AtomicInteger rooms = new AtomicInteger();
  private final Semaphore permits = new Semaphore(CONCURRENT_ROOMS);

  /** The bytes of one connection of a transport in one direction. */
  private record Direction(Transport transport, int connection, boolean upstream) {}

  /** Prints violations, and statistics at the end. */
  public CutAtEachByte(InetSocketAddress server, PrintWriter out) {
    this.server = server;
    this.out = out;
  }

  /** Returns whether there was no violation. */
  public boolean run() throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all =
          directions().stream()
              .map(direction -> threads.submit(() -> cutAtEach(direction, threads)))
              .toList();
      for (Future<Integer> bytes : all) {
        resultOf(bytes);
      }
    }
    out.print(statistics.report());
    out.flush();
    return statistics.violations() == 0;
  }

  /** The number of cut connections. */
  public long cuts() {
    return statistics.cuts();
  }

  private static List<Direction> directions() {
    List<Direction> directions = new ArrayList<>();
    for (Transport transport : TRANSPORTS) {
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        directions.add(new Direction(transport, connection, true));
        directions.add(new Direction(transport, connection, false));
      }
    }
    return directions;
  }

  /** Continues until an exchange completes with fewer bytes. Returns how many were tried. */
  private int cutAtEach(Direction direction, ExecutorService threads) {
    int first = 0;
    for (int cut = BATCH; cut == BATCH; first += BATCH) {
      List<Future<Boolean>> exchanges = new ArrayList<>();
      for (int bytes = first; bytes < first + BATCH; bytes++) {
        FaultPlan plan = plan(direction, bytes);
        exchanges.add(threads.submit(() -> exchange(direction, plan)));
      }
      cut = (int) exchanges.stream().filter(CutAtEachByte::resultOf).count();
    }
    return first;
  }

  /** Alternates close and reset: a reset may discard bytes that the other end has not read. */
  private static FaultPlan plan(Direction direction, int bytes) {
    Fault fault = bytes % 2 == 0 ? Fault.CLOSE : Fault.RESET;
    FaultPlan.Pace pace = FaultPlan.Pace.UNLIMITED;
    return new FaultPlan(fault, direction.upstream, bytes, 0, pace, pace);
  }

  private static <T> T resultOf(Future<T> work) {
    try {
      return work.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns whether the connection was cut. */
  private boolean exchange(Direction direction, FaultPlan plan)
      throws InterruptedException, IOException {
    String name = "byte-" + rooms.getAndIncrement();
    ChaosRoom room = new ChaosRoom(name, statistics);
    AtomicBoolean cut = new AtomicBoolean();
    FaultProxy.Observer counts = statistics.observerOf(direction.transport);
    permits.acquire();
    try (FaultProxy proxy =
        new FaultProxy(
            routes(direction.connection, plan),
            fault -> {
              cut.set(true);
              counts.cut(fault);
            })) {
      Network network = new Network(server, _ -> proxy.address(), statistics);
      SplittableRandom random = new SplittableRandom(name.hashCode());
      Connector direct =
          new Connector(network, name, List.of(Transport.WEB_SOCKET), random.split());
      direct.bypassProxy();
      room.add(direct, random, 1, false);
      room.add(
          new Connector(network, name, List.of(direction.transport), random.split()),
          random,
          1,
          false);
      room.run();
      return cut.get();
    } catch (Violation e) {
      statistics.violated(e);
      out.println("FAILED when cut by %s, %s: %s%n%s".formatted(direction, plan, e, room.traces()));
      return false;
    } finally {
      permits.release();
    }
  }

  /** Gives the plan to one connection, counted from 0, and no fault to the others. */
  private Supplier<FaultProxy.Route> routes(int connection, FaultPlan plan) {
    AtomicInteger connections = new AtomicInteger();
    return () ->
        new FaultProxy.Route(
            server, connections.getAndIncrement() == connection ? plan : FaultPlan.NO_FAULT);
  }
}
