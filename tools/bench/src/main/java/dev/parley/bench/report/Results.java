package dev.parley.bench.report;

import dev.parley.bench.measure.Metric;
import dev.parley.bench.measure.Sample;
import dev.parley.bench.report.Summary.Median;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runs of a measurement. */
public final class Results {
  private final List<Run> runs = new ArrayList<>();

  /** One run of one benchmark against one server. */
  public record Run(String server, String benchmark, int round, Sample sample) {}

  public void add(Run run) {
    runs.add(run);
  }

  public List<Run> runs() {
    return Collections.unmodifiableList(runs);
  }

  /** Runs in which messages were lost, refused or otherwise wrong. */
  public List<Run> faulty() {
    return runs.stream().filter(run -> !run.sample().faults().isEmpty()).toList();
  }

  public Summary summary() {
    String platform =
        "%s %s on %s, Java %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.version());
    int rounds = runs.stream().mapToInt(Run::round).max().orElse(0);
    return new Summary(platform, rounds, median(_ -> true, Metric.OTHERS), medians());
  }

  private List<Median> medians() {
    Set<String> benchmarks = new LinkedHashSet<>();
    Set<String> servers = new LinkedHashSet<>();
    runs.forEach(run -> {
      benchmarks.add(run.benchmark);
      servers.add(run.server);
    });
    List<Median> medians = new ArrayList<>();
    for (String benchmark : benchmarks) {
      for (Metric metric : Metric.values()) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String server : servers) {
          Double median =
              median(run -> run.server.equals(server) && run.benchmark.equals(benchmark), metric);
          if (median != null) {
            values.put(server, median);
          }
        }
        if (!values.isEmpty()) {
          medians.add(new Median(benchmark, metric, values));
        }
      }
    }
    return medians;
  }

  private @Nullable Double median(Predicate<Run> selected, Metric metric) {
    List<Double> sorted =
        runs.stream()
            .filter(selected)
            .map(run -> run.sample().values().get(metric))
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    int count = sorted.size();
    return count == 0 ? null : (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
  }
}
