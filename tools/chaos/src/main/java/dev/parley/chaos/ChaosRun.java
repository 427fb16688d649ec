package dev.parley.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs rooms behind a proxy that breaks connections, many at a time, until the goal is reached or
 * too many rooms have failed.
 */
public final class ChaosRun {
  private static final int CONCURRENT_ROOMS = 24;
  private static final int PROGRESS_SECONDS = 10;
  private static final int MAX_VIOLATIONS = 5;

  private final Goal goal;
  private final long seed;
  private final PrintWriter out;
  private final Statistics statistics = new Statistics();
  private final AtomicInteger rooms = new AtomicInteger();
  private final long began = System.nanoTime();

  /** The run ends when this many connections have been cut and this much time has passed. */
  public record Goal(long cuts, Duration time) {}

  /**
   * A run that prints its progress, violations and statistics.
   *
   * @param seed of the fault plans of the connections and of the decisions of the clients
   */
  public ChaosRun(Goal goal, long seed, PrintWriter out) {
    this.goal = goal;
    this.seed = seed;
    this.out = out;
  }

  /** Runs against one server. Returns whether there was no violation. */
  public boolean run(InetSocketAddress server) throws IOException, InterruptedException {
    return run(List.of(server));
  }

  /**
   * Runs against the nodes of a cluster: the proxy connects to a random node each time. Returns
   * whether there was no violation.
   */
  public boolean run(List<InetSocketAddress> nodes) throws IOException, InterruptedException {
    println("seed " + seed);
    try (TransportProxies proxies = new TransportProxies(nodes, seed, statistics)) {
      Network network = new Network(nodes.getFirst(), proxies::address, statistics);
      CountDownLatch done = new CountDownLatch(CONCURRENT_ROOMS);
      for (int i = 0; i < CONCURRENT_ROOMS; i++) {
        Thread.ofVirtual()
            .start(() -> {
              runRooms(network);
              done.countDown();
            });
      }
      while (!done.await(PROGRESS_SECONDS, TimeUnit.SECONDS)) {
        println("%4d s  %s".formatted(seconds(), statistics.progress()));
      }
    }
    println("%sseed %d, %d s".formatted(statistics.report(), seed, seconds()));
    return statistics.violations() == 0;
  }

  /** The number of cut connections. */
  public long cuts() {
    return statistics.cuts();
  }

  /** The number of cut connections of the transport that had the fewest. */
  public long fewestCuts() {
    long fewest = Long.MAX_VALUE;
    for (Transport transport : Transport.values()) {
      fewest = Math.min(fewest, statistics.cuts(transport));
    }
    return fewest;
  }

  private long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
  }

  private boolean isDone() {
    boolean cutEnough = statistics.cuts() >= goal.cuts;
    boolean longEnough = System.nanoTime() - began >= goal.time.toNanos();
    return (cutEnough && longEnough) || statistics.violations() >= MAX_VIOLATIONS;
  }

  private void runRooms(Network network) {
    while (!isDone()) {
      int number = rooms.getAndIncrement();
      String name = "chaos-%d-%d".formatted(seed, number);
      ChaosRoom room = ChaosRoom.of(network, name, new SplittableRandom(seed + number));
      try {
        room.run();
      } catch (Violation e) {
        failed(e, room, number);
      } catch (IOException e) {
        failed(new Violation(Violation.Kind.INVALID, "cannot leave: " + e), room, number);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void failed(Violation violation, ChaosRoom room, int number) {
    statistics.violated(violation);
    println("FAILED in room %d, seed %d: %s%n%s".formatted(number, seed, violation, room.traces()));
  }

  private void println(String text) {
    out.println(text);
    out.flush();
  }
}
