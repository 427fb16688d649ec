package dev.parley.bench.rig;

import dev.parley.bench.dialect.Dialect;
import dev.parley.bench.load.Measurement;
import dev.parley.bench.load.Plan;
import dev.parley.bench.load.Probe;
import dev.parley.bench.measure.Account;
import dev.parley.bench.measure.Metric;
import dev.parley.bench.measure.Outcome;
import dev.parley.bench.wire.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A server that we have started, and shall end. */
final class RunningServer implements AutoCloseable {
  private static final int ENOUGH_MESSAGES = 200_000;
  private static final int ENOUGH_CALLS = 3_000;
  private static final int MOST_SECONDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Server server;
  private final Process process;
  private final Target target;
  private final long began;
  private final Path log;
  private final Account account;

  RunningServer(Server server, Process process, int port, long began, Path log) {
    this.server = server;
    this.process = process;
    this.target = Target.local(port);
    this.began = began;
    this.log = log;
    this.account = Account.of(process.pid());
    Offspring.watch(process);
  }

  String name() {
    return server.name();
  }

  Dialect dialect() {
    return server.dialect();
  }

  /** Waits until it lets somebody in, and says how long that took from its start. */
  Duration awaitFirst() throws IOException {
    return Probe.await(target, dialect(), began, PATIENCE)
        .orElseThrow(
            () -> new IOException("the server " + name() + " lets nobody in: look at " + log));
  }

  /** Lets it do so much, as a share of what is enough, that its compiler has done its work. */
  void warmUp(double share) throws IOException {
    warmUp(Plan.relay(100, 4), share * ENOUGH_MESSAGES);
    warmUp(Plan.calls(64), share * ENOUGH_CALLS);
  }

  private void warmUp(Plan plan, double enough) throws IOException {
    Plan second = plan.lasting(Duration.ZERO, Duration.ofSeconds(1));
    double done = 0;
    for (int i = 0; i < MOST_SECONDS && done < enough; i++) {
      done += measure(second).values().getOrDefault(Metric.PER_SECOND, 0.0);
    }
  }

  Outcome measure(Plan plan) throws IOException {
    return Measurement.take(plan, target, dialect(), account, _ -> {});
  }

  /** What it has taken by now. */
  Account account() {
    return account;
  }

  @Override
  public void close() {
    Offspring.end(process);
  }
}
