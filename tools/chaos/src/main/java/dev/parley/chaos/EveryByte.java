package dev.parley.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same short talk again and again, each time cut at the next byte: before a frame or a request,
 * within it, after it, on its way to the server or back.
 */
public final class EveryByte {
  private static final int TALKS_AT_ONCE = 96;
  private static final int TALKS_AT_A_TIME = 32;
  private static final int CONNECTIONS = 2; // over HTTP, one to hear and one to speak
  private static final List<Transport> TRANSPORTS =
      List.of(Transport.WEB_SOCKET, Transport.EVENT_STREAM, Transport.LONG_POLL);

  private final InetSocketAddress server;
  private final PrintStream out;
  private final Tally tally = new Tally();
  private final AtomicInteger rooms = new AtomicInteger();
  private final Semaphore places = new Semaphore(TALKS_AT_ONCE);

  /** The bytes that one connection of a transport carries in one direction. */
  private record Way(Transport transport, int connection, boolean upstream) {}

  public EveryByte(InetSocketAddress server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  /** Whether all went well. */
  public boolean run() throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all =
          ways().stream().map(way -> threads.submit(() -> cutEach(way, threads))).toList();
      for (Future<Integer> bytes : all) {
        resultOf(bytes);
      }
    }
    out.print(tally.report());
    return tally.violations() == 0;
  }

  /** How many connections were cut. */
  public long cuts() {
    return tally.cuts();
  }

  private static List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (Transport transport : TRANSPORTS) {
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        ways.add(new Way(transport, connection, true));
        ways.add(new Way(transport, connection, false));
      }
    }
    return ways;
  }

  /** Until the talk is over before so many bytes have come; returns how many. */
  private int cutEach(Way way, ExecutorService threads) {
    int first = 0;
    for (int cut = TALKS_AT_A_TIME; cut == TALKS_AT_A_TIME; first += TALKS_AT_A_TIME) {
      List<Future<Boolean>> talks = new ArrayList<>();
      for (int bytes = first; bytes < first + TALKS_AT_A_TIME; bytes++) {
        Plan plan = plan(way, bytes);
        talks.add(threads.submit(() -> talk(way, plan)));
      }
      cut = (int) talks.stream().filter(EveryByte::resultOf).count();
    }
    return first;
  }

  /** By turns in order and at once, since the other end may have read more of the one. */
  private static Plan plan(Way way, int bytes) {
    Fault fault = bytes % 2 == 0 ? Fault.END : Fault.RESET;
    return new Plan(fault, way.upstream, bytes, 0, Plan.Pace.EVEN, Plan.Pace.EVEN);
  }

  private static <T> T resultOf(Future<T> work) {
    try {
      return work.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean talk(Way way, Plan plan) throws InterruptedException, IOException {
    String name = "byte-" + rooms.getAndIncrement();
    ChaosRoom room = new ChaosRoom(name, tally);
    places.acquire();
    try (Cutter cutter = new Cutter(server, way.connection, plan)) {
      Site site = new Site(server, _ -> cutter.address(), tally);
      SplittableRandom random = new SplittableRandom(name.hashCode());
      Lines steady = new Lines(site, name, List.of(Transport.WEB_SOCKET), random.split());
      steady.calm();
      room.add(steady, random, 1, false);
      room.add(new Lines(site, name, List.of(way.transport), random.split()), random, 1, false);
      room.play();
      if (cutter.hasCut()) {
        tally.cut(way.transport, plan.fault());
      }
      return cutter.hasCut();
    } catch (Violation e) {
      tally.violated(e);
      out.println("FAILED when cut by %s, %s: %s%n%s".formatted(way, plan, e, room.story()));
      return false;
    } finally {
      places.release();
    }
  }
}
