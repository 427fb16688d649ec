package dev.parley.bench.report;

import dev.parley.bench.measure.Metric;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The medians of a measurement, which tables and charts are made from.
 *
 * @param platform operating system and Java
 * @param rounds how often each benchmark was measured
 * @param otherCores processors in use by other processes meanwhile, or null if unknown
 */
public record Summary(
    String platform, int rounds, @Nullable Double otherCores, List<Median> medians) {

  /** The name of this project's server in results. */
  public static final String PARLEY = "parley";

  /** The medians of one metric, by server. */
  record Median(String benchmark, Metric metric, Map<String, Double> servers) {}

  /** The names of the servers, in the order of measurement. */
  Set<String> servers() {
    Set<String> names = new java.util.LinkedHashSet<>();
    medians.forEach(median -> names.addAll(median.servers.keySet()));
    return names;
  }

  OptionalDouble median(String server, String benchmark, Metric metric) {
    for (Median median : medians) {
      Double value = median.servers.get(server);
      if (value != null && median.benchmark.equals(benchmark) && median.metric == metric) {
        return OptionalDouble.of(value);
      }
    }
    return OptionalDouble.empty();
  }

  /** Parley's median divided by another server's. */
  OptionalDouble ratio(String other, String benchmark, Metric metric) {
    OptionalDouble ours = median(PARLEY, benchmark, metric);
    OptionalDouble theirs = median(other, benchmark, metric);
    boolean comparable = ours.isPresent() && theirs.isPresent() && theirs.getAsDouble() > 0;
    return comparable && !other.equals(PARLEY)
        ? OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble())
        : OptionalDouble.empty();
  }

  /** The conditions of the measurement, in a sentence. */
  public String conditions() {
    String line = "Median of %d, %s".formatted(rounds, platform);
    return otherCores == null
        ? line + "."
        : "%s; other processes used %.0f %% of a processor.".formatted(line, otherCores * 100);
  }
}
