package dev.parley.bench;

import dev.parley.bench.report.ComparisonTable;
import dev.parley.bench.report.CostDrawing;
import dev.parley.bench.report.GrowthDrawing;
import dev.parley.bench.report.GrowthTables;
import dev.parley.bench.report.Page;
import dev.parley.bench.report.Results;
import dev.parley.bench.report.ResultsFile;
import dev.parley.bench.rig.Comparison;
import dev.parley.bench.rig.Growth;
import dev.parley.bench.rig.Rig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The command {@code bench}: ours beside others, and ours as it grows. */
final class BenchCommand {
  private static final double BUSY = 0.15;

  private final BenchOptions options;
  private final PrintStream out;
  private final PrintStream err;

  BenchCommand(BenchOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** Whether all went well. */
  boolean run() throws IOException, InterruptedException {
    return switch (options.task()) {
      case COMPARE -> compare();
      case GROW -> grow();
      case UPDATE_DOCS -> updateDocs();
    };
  }

  private boolean compare() throws IOException, InterruptedException {
    Rig rig = rig("comparison");
    new Comparison(rig, options.servers(), options.contests(), options.rounds(), options.quick())
        .run();
    return report(rig.results(), "comparison", ComparisonTable.of(rig.results()));
  }

  private boolean grow() throws IOException {
    Rig rig = rig("growth");
    new Growth(rig, options.servers().getFirst(), options.rounds(), options.quick()).run();
    return report(rig.results(), "growth", GrowthTables.of(rig.results()));
  }

  private Rig rig(String name) {
    return new Rig(options.processor(), folder().resolve("logs"), new Results(), file(name), err);
  }

  private boolean report(Results results, String name, String table) throws IOException {
    out.print(table);
    Files.writeString(folder().resolve(name + ".md"), table);
    err.println(results.circumstances() + " All of it is in " + folder() + ".");
    if (results.others().orElse(0) > BUSY) {
      err.println("So trust CPU, memory and ratios, and not rates and latencies.");
    }
    results
        .faulty()
        .forEach(row ->
            err.println(
                "WRONG in round %d, %s on %s: %s"
                    .formatted(row.round(), row.name(), row.server(), row.faults())));
    return results.faulty().isEmpty();
  }

  private boolean updateDocs() throws IOException {
    Path page = options.root().resolve("docs/performance.md");
    Path images = options.root().resolve("docs/images");
    Results comparison = file("comparison").read();
    Results growth = file("growth").read();
    String text = Files.readString(page);
    text =
        Page.filled(text, "comparison", shown(comparison, "cost", ComparisonTable.of(comparison)));
    text = Page.filled(text, "growth", shown(growth, "growth", GrowthTables.of(growth)));
    Files.writeString(page, text);
    Files.writeString(images.resolve("cost.svg"), CostDrawing.of(comparison));
    Files.writeString(images.resolve("growth.svg"), GrowthDrawing.of(growth));
    err.println("Written: " + page + ", and cost.svg and growth.svg in " + images);
    return true;
  }

  private static String shown(Results results, String image, String tables) {
    return "![The same as a drawing](images/%s.svg)\n\n%s\n%s\n"
        .formatted(image, tables, results.circumstances());
  }

  private ResultsFile file(String name) {
    return new ResultsFile(folder().resolve(name + ".json"));
  }

  private Path folder() {
    return options.root().resolve("target/bench");
  }
}
