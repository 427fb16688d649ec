package dev.parley.bench.report;

import dev.parley.bench.load.Metric;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The medians of a measurement, from which tables and charts are made.
 *
 * @param platform operating system and Java
 * @param rounds how often each benchmark was measured
 * @param otherCores processors in use by other processes meanwhile, or null if unknown
 * @param medians by benchmark, metric and server
 */
public record Summary(
    String platform,
    int rounds,
    @Nullable Double otherCores,
    Map<String, Map<Metric, Map<String, Double>>> medians) {

  /** The name of this project's server in results. */
  public static final String PARLEY = "parley";

  /** The names of the servers, in the order of measurement. */
  Set<String> servers() {
    Set<String> names = new LinkedHashSet<>();
    medians.values().forEach(metrics -> metrics.values().forEach(it -> names.addAll(it.keySet())));
    return names;
  }

  @Nullable Double median(String server, String benchmark, Metric metric) {
    return medians.getOrDefault(benchmark, Map.of()).getOrDefault(metric, Map.of()).get(server);
  }

  /** Parley's median divided by another server's. */
  @Nullable Double ratio(String other, String benchmark, Metric metric) {
    Double ours = median(PARLEY, benchmark, metric);
    Double theirs = median(other, benchmark, metric);
    return ours == null || theirs == null || theirs == 0 || other.equals(PARLEY)
        ? null
        : (Double) (ours / theirs);
  }

  /** The conditions of the measurement, in a sentence. */
  public String conditions() {
    String line = "Median of %d, %s".formatted(rounds, platform);
    return otherCores == null
        ? line + "."
        : "%s; other processes used %.0f %% of a processor.".formatted(line, otherCores * 100);
  }
}
