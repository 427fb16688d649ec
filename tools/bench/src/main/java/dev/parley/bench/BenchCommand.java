package dev.parley.bench;

import dev.parley.bench.compare.Benchmark;
import dev.parley.bench.compare.Comparison;
import dev.parley.bench.compare.GrowthMeasurement;
import dev.parley.bench.compare.ServerUnderTest;
import dev.parley.bench.compare.TestBed;
import dev.parley.bench.report.Charts;
import dev.parley.bench.report.Results;
import dev.parley.bench.report.ResultsFile;
import dev.parley.bench.report.Summary;
import dev.parley.bench.report.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program of {@code script/bench}. */
@Command(
    name = "script/bench",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Measures Parley and other servers alternately, with the servers on one processor and the"
          + " load generator on another, and prints a table of medians. Takes about 20 minutes."
          + " Results and the servers' output are in target/bench/; docs/performance.md describes"
          + " the method."
    },
    footer = {
      "%nscript/bench --micro [JMH OPTIONS] runs the microbenchmarks of the core instead.",
      "The exit code is 0 if there was no fault, 1 after faults, and 2 if it cannot start."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int MAX_ROUNDS = 100;
  private static final double NOISE = 0.15;

  private final List<String> serverCommand;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Measurements of each value. Default: 5, with --growth 3, with --quick 1")
  private @Nullable Integer rounds;

  @Option(
      names = "--cases",
      paramLabel = "CASE",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES}")
  private List<Benchmark> benchmarks = List.of(Benchmark.values());

  @Option(
      names = "--servers",
      paramLabel = "SERVER",
      split = ",",
      description = "Some of parley, peerjs, ws, socketio")
  private List<String> names = List.of();

  @Option(names = "--quick", description = "One short round, to check that everything works")
  private boolean quick;

  @Option(
      names = "--growth",
      description = "Measure Parley alone: more connections, larger rooms, longer messages")
  private boolean growth;

  @Option(
      names = "--update-docs",
      description =
          "Measure nothing; put the last results, or those in tools/bench/results, into"
              + " docs/performance.md and its pictures")
  private boolean updateDocs;

  // Set by script/bench.

  @Option(names = "--root", hidden = true)
  private Path root = Path.of("");

  @Option(names = "--processor", hidden = true)
  private int processor = -1;

  @Option(names = "--peers", hidden = true)
  private @Nullable Path peers;

  /**
   * @param serverCommand starts Parley
   */
  BenchCommand(List<String> serverCommand) {
    this.serverCommand = serverCommand;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (serverCommand.isEmpty()) {
      throw invalid("Use script/bench, which knows how to start the server.");
    }
    if (updateDocs) {
      updateDocs();
      return 0;
    }
    TestBed testBed =
        new TestBed(
            processor,
            folder().resolve("logs"),
            new Results(),
            measured((growth ? "growth" : "comparison") + (quick ? "-quick" : "")),
            err());
    if (growth) {
      new GrowthMeasurement(testBed, servers().getFirst(), rounds(3), quick).run();
    } else {
      new Comparison(testBed, servers(), benchmarks, rounds(5), quick).run();
    }
    return report(testBed.results());
  }

  int rounds(int standard) {
    if (rounds == null) {
      return quick ? 1 : standard;
    }
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw invalid("--rounds must be from 1 to %d, not %d.".formatted(MAX_ROUNDS, rounds));
    }
    return rounds;
  }

  List<Benchmark> benchmarks() {
    return benchmarks;
  }

  List<ServerUnderTest> servers() {
    List<ServerUnderTest> known = new ArrayList<>();
    known.add(ServerUnderTest.parley(serverCommand));
    if (peers != null) {
      known.addAll(ServerUnderTest.peers(peers));
    }
    return names.isEmpty() ? known : names.stream().map(name -> find(name, known)).toList();
  }

  private ServerUnderTest find(String name, List<ServerUnderTest> known) {
    return known.stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            invalid(
                "There is no server \"%s\" here: choose from %s."
                    .formatted(name, known.stream().map(ServerUnderTest::name).toList())));
  }

  private int report(Results results) {
    Summary summary = results.summary();
    PrintWriter out = commandSpec().commandLine().getOut();
    out.print(growth ? Tables.growth(summary) : Tables.comparison(summary));
    out.flush();
    err().println(summary.conditions() + " All results are in " + folder() + ".");
    if (summary.otherCores() != null && summary.otherCores() > NOISE) {
      err().println("Rates and latencies are unreliable; CPU time, memory and ratios are not.");
    }
    results
        .faulty()
        .forEach(run ->
            err()
                .println(
                    "FAULT in round %d, %s on %s: %s"
                        .formatted(
                            run.round(), run.benchmark(), run.server(), run.sample().faults())));
    return results.faulty().isEmpty() ? 0 : Main.FAULTS;
  }

  private void updateDocs() throws IOException {
    Path page = root.resolve("docs/performance.md");
    Path images = root.resolve("docs/images");
    Summary comparison = published("comparison");
    Summary curves = published("growth");
    String text = Files.readString(page);
    text =
        Tables.replaceSection(
            text, "comparison", section(comparison, "cost", Tables.comparison(comparison)));
    text = Tables.replaceSection(text, "growth", section(curves, "growth", Tables.growth(curves)));
    Files.writeString(page, text);
    Files.writeString(images.resolve("cost.svg"), Charts.costs(comparison));
    Files.writeString(images.resolve("growth.svg"), Charts.growth(curves));
    err().println("Updated " + page + ", and cost.svg and growth.svg in " + images);
  }

  /** The last results, which it stores with the sources, or the stored ones if there are none. */
  private Summary published(String name) throws IOException {
    ResultsFile stored = new ResultsFile(root.resolve("tools/bench/results/" + name + ".json"));
    if (measured(name).exists()) {
      stored.write(measured(name).read());
    }
    return stored.read();
  }

  private static String section(Summary summary, String image, String tables) {
    return "![The table as a chart](images/%s.svg)\n\n%s\n%s\n"
        .formatted(image, tables, summary.conditions());
  }

  private ResultsFile measured(String name) {
    return new ResultsFile(folder().resolve(name + ".json"));
  }

  private Path folder() {
    return root.resolve("target/bench");
  }

  private PrintWriter err() {
    return commandSpec().commandLine().getErr();
  }

  private ParameterException invalid(String message) {
    return new ParameterException(commandSpec().commandLine(), message);
  }

  private CommandSpec commandSpec() {
    return Objects.requireNonNull(spec); // set by picocli
  }
}
