package dev.parley.bench.rig;

import dev.parley.bench.measure.Metric;
import dev.parley.bench.measure.Outcome;
import dev.parley.bench.report.Results;
import dev.parley.bench.report.ResultsFile;
import dev.parley.bench.report.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where servers run and what they bring is written down.
 *
 * @param processor on which servers run, or -1 for any
 */
public record Rig(int processor, Path logs, Results results, ResultsFile file, PrintStream err) {

  RunningServer start(Server server) throws IOException {
    Files.createDirectories(logs);
    return server.start(processor, logs.resolve(server.name() + ".log"));
  }

  /** Writes at once: who ends it early keeps what was measured. */
  void note(String server, String name, int round, Outcome outcome) throws IOException {
    results.add(new Row(server, name, round, outcome.values(), outcome.faults()));
    file.write(results);
    err.println("%d %-10s %-10s %s".formatted(round, name, server, summary(outcome.values())));
    outcome.faults().forEach(fault -> err.println("  WRONG: " + fault));
  }

  private static String summary(Map<Metric, Double> values) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey() != Metric.GENERATOR)
        .map(entry -> "%,.2f %s".formatted(entry.getValue(), entry.getKey().brief()))
        .collect(Collectors.joining(", "));
  }
}
