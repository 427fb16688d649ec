package dev.parley.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many rooms at once, one after the other, until enough connections have been cut. */
public final class Chaos {
  private static final int ROOMS_AT_ONCE = 24;
  private static final int PROGRESS_SECONDS = 10;
  private static final int MOST_FAILURES = 5;

  private final Goal goal;
  private final long seed;
  private final PrintStream out;
  private final Tally tally = new Tally();
  private final AtomicInteger rooms = new AtomicInteger();
  private final long began = System.nanoTime();

  /** When it is enough: after so many cut connections, and after so long. */
  public record Goal(long cuts, Duration time) {}

  public Chaos(Goal goal, long seed, PrintStream out) {
    this.goal = goal;
    this.seed = seed;
    this.out = out;
  }

  /** Whether all went well on the server there. */
  public boolean run(InetSocketAddress server) throws IOException, InterruptedException {
    return run(List.of(server));
  }

  /** Whether all went well on these nodes: each connection goes to any of them. */
  public boolean run(List<InetSocketAddress> nodes) throws IOException, InterruptedException {
    out.println("seed " + seed);
    try (ChaosProxy proxy = new ChaosProxy(nodes, seed, tally)) {
      Site site = new Site(nodes.getFirst(), proxy::address, tally);
      CountDownLatch done = new CountDownLatch(ROOMS_AT_ONCE);
      for (int i = 0; i < ROOMS_AT_ONCE; i++) {
        Thread.ofVirtual()
            .start(() -> {
              playRooms(site);
              done.countDown();
            });
      }
      while (!done.await(PROGRESS_SECONDS, TimeUnit.SECONDS)) {
        out.println("%4d s  %s".formatted(seconds(), tally.progress()));
      }
    }
    out.print(tally.report());
    out.println("seed %d, %d s".formatted(seed, seconds()));
    return tally.violations() == 0;
  }

  /** How many connections of this kind were cut. */
  long cuts(Transport transport) {
    return tally.cuts(transport);
  }

  /** The fewest cuts that a transport has had. */
  public long fewestCuts() {
    long fewest = Long.MAX_VALUE;
    for (Transport transport : Transport.values()) {
      fewest = Math.min(fewest, cuts(transport));
    }
    return fewest;
  }

  /** How many connections were cut. */
  public long cuts() {
    return tally.cuts();
  }

  private long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
  }

  private boolean isEnough() {
    boolean cutEnough = tally.cuts() >= goal.cuts;
    boolean longEnough = System.nanoTime() - began >= goal.time.toNanos();
    return (cutEnough && longEnough) || tally.violations() >= MOST_FAILURES;
  }

  private void playRooms(Site site) {
    while (!isEnough()) {
      int number = rooms.getAndIncrement();
      String name = "chaos-%d-%d".formatted(seed, number);
      ChaosRoom room = ChaosRoom.of(site, name, new SplittableRandom(seed + number), tally);
      try {
        room.play();
      } catch (Violation e) {
        failed(e, room, number);
      } catch (IOException e) {
        failed(new Violation(Violation.Kind.WRONG, "cannot leave: " + e), room, number);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void failed(Violation violation, ChaosRoom room, int number) {
    tally.violated(violation);
    out.println(
        "FAILED in room %d, seed %d: %s%n%s".formatted(number, seed, violation, room.story()));
  }
}
