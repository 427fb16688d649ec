package dev.parley.bench.compare;

import dev.parley.bench.load.LoadTest;
import dev.parley.bench.load.Metric;
import dev.parley.bench.load.ProcessStats;
import dev.parley.bench.load.Sample;
import dev.parley.bench.load.Workload;
import dev.parley.bench.net.Target;
import dev.parley.bench.protocol.ServerProtocol;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The process of a server under test. It ends with this object, or with the benchmark. */
final class RunningServer implements AutoCloseable {
  private static final int WARM_UP_MESSAGES = 200_000;
  private static final int WARM_UP_CALLS = 3_000;
  private static final int MAX_WARM_UP_SECONDS = 20;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final int STOP_SECONDS = 8;

  private final ServerUnderTest server;
  private final Process process;
  private final Target target;
  private final long startTime;
  private final Path log;
  private final ProcessStats stats;

  RunningServer(ServerUnderTest server, Process process, int port, long startTime, Path log) {
    this.server = server;
    this.process = process;
    this.target = Target.local(port);
    this.startTime = startTime;
    this.log = log;
    this.stats = ProcessStats.of(process.pid());
    // Ctrl-C ends the benchmark without a call of close().
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end " + name()));
  }

  String name() {
    return server.name();
  }

  ServerProtocol protocol() {
    return server.protocol();
  }

  ProcessStats stats() {
    return stats;
  }

  /** The time from the start of the process to the first join. */
  Duration awaitFirstJoin() throws IOException {
    return LoadTest.awaitFirstJoin(target, protocol(), startTime, START_TIMEOUT)
        .orElseThrow(
            () -> new IOException("the server " + name() + " accepts no client: see " + log));
  }

  /** Makes the server allocate what only its first clients cost, before memory is measured. */
  void admitFirstClients() throws IOException {
    measure(Workload.connects(16).lasting(Duration.ZERO, Duration.ofMillis(500)));
  }

  /** Runs a share of the messages and calls after which its just-in-time compilers are done. */
  void warmUp(double share) throws IOException {
    warmUp(Workload.relay(100, 4), share * WARM_UP_MESSAGES);
    warmUp(Workload.calls(64), share * WARM_UP_CALLS);
  }

  private void warmUp(Workload workload, double operations) throws IOException {
    Workload second = workload.lasting(Duration.ZERO, Duration.ofSeconds(1));
    double done = 0;
    for (int i = 0; i < MAX_WARM_UP_SECONDS && done < operations; i++) {
      done += measure(second).values().getOrDefault(Metric.PER_SECOND, 0.0);
    }
  }

  Sample measure(Workload workload) throws IOException {
    return LoadTest.run(workload, target, protocol(), stats, _ -> {});
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
