package dev.parley.bench.report;

import dev.parley.bench.measure.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/** What all runs have brought. */
public final class Results {
  /** The name of our server. */
  public static final String OURS = "parley";

  private final List<Row> rows = new ArrayList<>();

  private final String origin;

  /** What is measured now, and here. */
  public Results() {
    this(here(), List.of());
  }

  Results(String origin, List<Row> rows) {
    this.origin = origin;
    this.rows.addAll(rows);
  }

  private static String here() {
    return "%s %s on %s, Java %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            Runtime.version());
  }

  /** On what they were measured. */
  String origin() {
    return origin;
  }

  /** Under which circumstances they were measured, in a line. */
  public String circumstances() {
    int rounds = rows.stream().mapToInt(Row::round).max().orElse(0);
    String line = "Median of %d, %s".formatted(rounds, origin);
    OptionalDouble others = others();
    return others.isPresent()
        ? line + "; others took %.0f %% of a processor.".formatted(others.getAsDouble() * 100)
        : line + ".";
  }

  public void add(Row row) {
    rows.add(row);
  }

  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** In the order in which they were measured first. */
  public Set<String> servers() {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.add(row.server()));
    return names;
  }

  /** In the order in which they were measured first. */
  public Set<String> cases() {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.add(row.name()));
    return names;
  }

  /** Over all rounds in which it was measured. */
  public OptionalDouble median(String server, String name, Metric metric) {
    return median(
        rows.stream()
            .filter(row -> row.server().equals(server) && row.name().equals(name))
            .map(row -> row.values().get(metric))
            .filter(Objects::nonNull)
            .sorted()
            .toList());
  }

  /** What our median is as a share of another server's. */
  public OptionalDouble share(String other, String name, Metric metric) {
    OptionalDouble ours = median(OURS, name, metric);
    OptionalDouble theirs = median(other, name, metric);
    boolean comparable = ours.isPresent() && theirs.isPresent() && theirs.getAsDouble() > 0;
    return comparable && !other.equals(OURS)
        ? OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble())
        : OptionalDouble.empty();
  }

  /** How much of the machine went to others, over all runs. */
  public OptionalDouble others() {
    return median(
        rows.stream()
            .map(row -> row.values().get(Metric.OTHERS))
            .filter(Objects::nonNull)
            .sorted()
            .toList());
  }

  private static OptionalDouble median(List<Double> sorted) {
    int count = sorted.size();
    if (count == 0) {
      return OptionalDouble.empty();
    }
    double upper = sorted.get(count / 2);
    return OptionalDouble.of((sorted.get((count - 1) / 2) + upper) / 2);
  }

  /** Runs in which something went wrong. */
  public List<Row> faulty() {
    return rows.stream().filter(row -> !row.faults().isEmpty()).toList();
  }
}
