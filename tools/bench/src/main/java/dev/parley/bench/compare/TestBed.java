package dev.parley.bench.compare;

import dev.parley.bench.load.Metric;
import dev.parley.bench.load.Sample;
import dev.parley.bench.report.Results;
import dev.parley.bench.report.ResultsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Starts servers, and records their results.
 *
 * @param processor the processor that servers are pinned to, or -1 for no pinning
 * @param logs the folder for the servers' output
 * @param file where each result is saved at once, so that an interrupted measurement keeps them
 */
public record TestBed(
    int processor, Path logs, Results results, ResultsFile file, PrintWriter err) {

  RunningServer start(ServerUnderTest server) throws IOException {
    Files.createDirectories(logs);
    return server.start(processor, logs.resolve(server.name() + ".log"));
  }

  void progress(String line) {
    err.println(line);
  }

  void record(String server, String benchmark, int round, Sample sample) throws IOException {
    results.add(new Results.Run(server, benchmark, round, sample));
    file.write(results);
    err.println("%d %-10s %-10s %s".formatted(round, benchmark, server, line(sample.values())));
    sample.faults().forEach(fault -> err.println("  FAULT: " + fault));
  }

  private static String line(Map<Metric, Double> values) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey() != Metric.GENERATOR)
        .map(entry -> "%,.2f %s".formatted(entry.getValue(), entry.getKey().unit()))
        .collect(Collectors.joining(", "));
  }
}
