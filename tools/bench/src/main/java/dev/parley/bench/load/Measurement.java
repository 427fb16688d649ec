package dev.parley.bench.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The differences between its creation and {@link #values}: operations, CPU time, latency. */
final class Measurement {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LoadPattern pattern;
  private final LatencyHistogram latency;
  private final @Nullable ProcessStats server;
  private final ProcessStats generator = ProcessStats.ofThisProcess();
  private final long startTime = System.nanoTime();
  private final long operationsBefore;
  private final Duration serverBefore;
  private final Duration generatorBefore = generator.cpu();
  private final Optional<Duration> machineBefore = ProcessStats.machineCpu();

  Measurement(LoadPattern pattern, @Nullable ProcessStats server) {
    this.pattern = pattern;
    this.latency = pattern.latency();
    this.server = server;
    this.operationsBefore = pattern.operations();
    this.serverBefore = server == null ? Duration.ZERO : server.cpu();
    latency.reset();
  }

  Map<Metric, Double> values() {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    double nanos = System.nanoTime() - startTime;
    long operations = pattern.operations() - operationsBefore;
    double generatorNanos = generator.cpu().minus(generatorBefore).toNanos();
    values.put(Metric.PER_SECOND, operations / nanos * NANOS_PER_SECOND);
    values.put(Metric.GENERATOR, generatorNanos / nanos);
    if (server != null) {
      double serverNanos = server.cpu().minus(serverBefore).toNanos();
      if (operations > 0) {
        values.put(Metric.CPU, serverNanos / operations / NANOS_PER_MICRO);
      }
      ProcessStats.machineCpu()
          .ifPresent(machine -> {
            double all = machine.minus(machineBefore.orElse(machine)).toNanos();
            // Ticks of 10 ms are coarse: the difference may be negative.
            double others = Math.max(0, all - serverNanos - generatorNanos);
            values.put(Metric.OTHERS, others / nanos);
          });
    }
    if (!latency.isEmpty()) {
      values.put(Metric.P50, latency.percentile(50));
      values.put(Metric.P99, latency.percentile(99));
      values.put(Metric.P999, latency.percentile(99.9));
    }
    return values;
  }
}
