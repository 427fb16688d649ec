package dev.parley.bench.load;

import dev.parley.bench.net.Target;
import dev.parley.bench.protocol.ServerProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts a workload on a server: connects, warms up, measures, and waits for the last messages. */
public final class LoadTest {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int MAX_FAILURES = 10;

  private static final int MAX_JOINING = 64;
  private static final int MIN_JOINS_PER_SECOND = 100;
  private static final int JOIN_SECONDS = 30;

  private final Workload workload;
  private final LoadGenerator generator;
  private final @Nullable ProcessStats server;
  private final Consumer<String> progress;
  private long nextProgress = System.nanoTime();

  private LoadTest(
      Workload workload,
      LoadGenerator generator,
      @Nullable ProcessStats server,
      Consumer<String> progress) {
    this.workload = workload;
    this.generator = generator;
    this.server = server;
    this.progress = progress;
  }

  /**
   * Runs one test.
   *
   * @param server the server's process, or null if it is on another machine
   * @param progress receives a line each second
   * @throws IOException if the clients cannot connect
   */
  public static Sample run(
      Workload workload,
      Target target,
      ServerProtocol protocol,
      @Nullable ProcessStats server,
      Consumer<String> progress)
      throws IOException {
    try (LoadGenerator generator = new LoadGenerator(target, protocol, workload)) {
      return new LoadTest(workload, generator, server, progress).run();
    }
  }

  /** The time from {@code since} to the first successful join; empty after the timeout. */
  public static Optional<Duration> awaitFirstJoin(
      Target target, ServerProtocol protocol, long since, Duration timeout) throws IOException {
    try (LoadGenerator generator = new LoadGenerator(target, protocol, Workload.connects(1))) {
      generator.pattern.stop(); // this method replaces connections that fail
      while (System.nanoTime() - since < timeout.toNanos()) {
        if (generator.loop.connections() == 0) {
          generator.connectGroup();
        }
        generator.loop.run(generator.now() + PROBE_NANOS);
        if (generator.joined() > 0) {
          return Optional.of(Duration.ofNanos(System.nanoTime() - since));
        }
      }
      return Optional.empty();
    }
  }

  private Sample run() throws IOException {
    OptionalLong memoryBefore = residentKilobytes();
    List<Group> groups = List.of();
    if (generator.pattern.hasFixedGroups()) {
      groups = connectAll();
    } else {
      for (int i = 0; i < workload.groups(); i++) {
        generator.requestGroup();
      }
    }
    generator.pattern.start(groups);
    runFor(workload.warmUp());
    Measurement measurement = new Measurement(generator.pattern, server);
    runFor(workload.duration());
    Map<Metric, Double> values =
        workload.kind() == Workload.Kind.IDLE
            ? memoryPerSeat(memoryBefore, residentKilobytes())
            : measurement.values();
    drain(groups);
    return new Sample(values, generator.counters.faults());
  }

  /** Joins all groups, a few at a time. */
  private List<Group> connectAll() throws IOException {
    List<Group> groups = new ArrayList<>();
    int clients = workload.groups() * workload.members();
    long deadline =
        System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_SECONDS + clients / MIN_JOINS_PER_SECOND);
    while (groups.size() < workload.groups() || generator.joining() > 0) {
      while (groups.size() < workload.groups() && generator.joining() < MAX_JOINING) {
        groups.add(generator.connectGroup());
      }
      generator.loop.run(generator.now() + POLL_NANOS);
      if (generator.counters.failures() > 0 || System.nanoTime() > deadline) {
        List<String> faults = generator.counters.faults();
        throw new IOException(
            "only %,d of %,d clients could join: %s"
                .formatted(
                    generator.joined(),
                    clients,
                    faults.isEmpty() ? "the server does not answer" : faults.getLast()));
      }
    }
    return groups;
  }

  private void runFor(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    while (generator.now() < end && generator.counters.failures() < MAX_FAILURES) {
      generator.connectRequestedGroups();
      long due = generator.pattern.sendDue(generator.now());
      generator.loop.run(Math.min(Math.min(due, end), nextProgress));
      if (generator.now() >= nextProgress) {
        nextProgress = generator.now() + TimeUnit.SECONDS.toNanos(1);
        progress.accept(
            "%,d %s, %s"
                .formatted(
                    generator.pattern.operations(),
                    workload.kind().operations(),
                    generator.counters.progress()));
      }
    }
  }

  /** Waits until sent messages have arrived, and disconnects all clients. */
  private void drain(List<Group> groups) throws IOException {
    generator.pattern.stop();
    BooleanSupplier disconnected = () -> generator.loop.connections() == 0;
    BooleanSupplier delivered = () -> generator.counters.missing() <= 0;
    runUntil(groups.isEmpty() ? disconnected : delivered);
    groups.forEach(Group::leave);
    runUntil(disconnected);
  }

  /** Gives up after three seconds in which nothing arrives and no connection ends. */
  private void runUntil(BooleanSupplier done) throws IOException {
    long last = -1;
    long deadline = 0;
    while (!done.getAsBoolean()) {
      long current = generator.counters.received() - generator.loop.connections();
      if (current != last) {
        last = current;
        deadline = System.nanoTime() + STALL_NANOS;
      } else if (System.nanoTime() > deadline) {
        return;
      }
      generator.loop.run(generator.now() + POLL_NANOS);
    }
  }

  private OptionalLong residentKilobytes() {
    return server == null ? OptionalLong.empty() : server.residentKilobytes();
  }

  private Map<Metric, Double> memoryPerSeat(OptionalLong before, OptionalLong after) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    if (before.isPresent() && after.isPresent()) {
      double kilobytes = after.getAsLong() - before.getAsLong();
      values.put(Metric.KILOBYTES, kilobytes / generator.pattern.operations());
    }
    return values;
  }
}
