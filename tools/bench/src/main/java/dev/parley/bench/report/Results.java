package dev.parley.bench.report;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.parley.bench.load.Metric;
import dev.parley.bench.load.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The runs of a measurement. */
public final class Results {
  private final List<Run> runs = new ArrayList<>();

  /** One run of one benchmark against one server. */
  public record Run(String server, String benchmark, int round, Sample sample) {
    private Stream<Value> values() {
      return sample.values().entrySet().stream()
          .map(entry -> new Value(server, benchmark, entry.getKey(), entry.getValue()));
    }
  }

  private record Value(String server, String benchmark, Metric metric, double value) {}

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
    List<Double> others =
        values().filter(it -> it.metric == Metric.OTHERS).map(Value::value).toList();
    return new Summary(platform, rounds, others.isEmpty() ? null : median(others), medians());
  }

  private Map<String, Map<Metric, Map<String, Double>>> medians() {
    return values()
        .collect(
            groupingBy(
                Value::benchmark,
                LinkedHashMap::new,
                groupingBy(
                    Value::metric,
                    TreeMap::new,
                    groupingBy(
                        Value::server,
                        LinkedHashMap::new,
                        mapping(Value::value, collectingAndThen(toList(), Results::median))))));
  }

  private Stream<Value> values() {
    return runs.stream().flatMap(Run::values);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int count = sorted.size();
    return (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
  }
}
