package dev.parley.bench.load;

import dev.parley.bench.measure.Account;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.measure.Machine;
import dev.parley.bench.measure.Metric;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The time during which something is measured. */
final class Window {
  private static final double NANOS_IN_MICRO = 1e3;
  private static final double NANOS_IN_SECOND = 1e9;
  private static final double NINETY_NINE_POINT_NINE = 99.9;

  private final Scene scene;
  private final Latency latency;
  private final @Nullable Account server;
  private final Account generator = Account.ofThisProcess();
  private final long began = System.nanoTime();
  private final long operationsBefore;
  private final Duration serverBefore;
  private final Duration generatorBefore = generator.cpu();
  private final Optional<Duration> machineBefore = Machine.worked();

  Window(Run run, @Nullable Account server) {
    this.scene = run.scene();
    Latency own = scene.latency();
    this.latency = own == null ? run.deliveries() : own;
    this.server = server;
    this.operationsBefore = scene.operations();
    this.serverBefore = server == null ? Duration.ZERO : server.cpu();
    latency.reset();
  }

  Map<Metric, Double> close() {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    double nanos = System.nanoTime() - began;
    long operations = scene.operations() - operationsBefore;
    double generated = generator.cpu().minus(generatorBefore).toNanos();
    values.put(Metric.PER_SECOND, operations / nanos * NANOS_IN_SECOND);
    values.put(Metric.GENERATOR, generated / nanos);
    if (server != null) {
      double served = server.cpu().minus(serverBefore).toNanos();
      if (operations > 0) {
        values.put(Metric.CPU, served / operations / NANOS_IN_MICRO);
      }
      Machine.worked()
          .ifPresent(
              worked -> values.put(Metric.OTHERS, others(worked, served + generated) / nanos));
    }
    if (!latency.isEmpty()) {
      values.put(Metric.P50, latency.percentile(50));
      values.put(Metric.P99, latency.percentile(99));
      values.put(Metric.P999, latency.percentile(NINETY_NINE_POINT_NINE));
    }
    return values;
  }

  private double others(Duration worked, double ours) {
    double all = worked.minus(machineBefore.orElse(worked)).toNanos();
    return Math.max(0, all - ours); // ticks are coarse
  }
}
