package dev.parley.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.bench.dialect.ParleyDialect;
import dev.parley.bench.load.Measurement;
import dev.parley.bench.load.Plan;
import dev.parley.bench.measure.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The command {@code load}: load on a server of anybody's. */
final class LoadCommand {
  private final PrintStream out;
  private final PrintStream err;
  private int seconds;

  LoadCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Whether all went well. */
  boolean run(LoadOptions options) throws IOException {
    Plan plan = options.plan();
    Outcome outcome =
        Measurement.take(
            plan, options.target(), new ParleyDialect(), options.server(), this::progress);
    out.print(options.json() ? json(plan, outcome) : text(plan, outcome));
    Advice.on(outcome.faults()).ifPresent(err::println);
    return outcome.faults().isEmpty();
  }

  private void progress(String said) {
    err.println("%4d s  %s".formatted(seconds++, said));
  }

  static String text(Plan plan, Outcome outcome) {
    StringBuilder text = new StringBuilder(plan.kind() + ": " + plan.described() + "\n");
    outcome
        .values()
        .forEach((metric, value) -> text.append("  %,14.2f %s%n".formatted(value, metric.title())));
    if (outcome.faults().isEmpty()) {
      text.append("  nothing was lost, repeated, put out of order or damaged\n");
    }
    outcome.faults().forEach(fault -> text.append("  WRONG: ").append(fault).append('\n'));
    return text.toString();
  }

  static String json(Plan plan, Outcome outcome) {
    JsonObject values = new JsonObject();
    outcome.values().forEach((metric, value) -> values.addProperty(metric.key(), value));
    JsonArray faults = new JsonArray();
    outcome.faults().forEach(faults::add);
    JsonObject report = new JsonObject();
    report.addProperty("case", plan.kind().toString());
    report.addProperty("plan", plan.described());
    report.add("values", values);
    report.add("faults", faults);
    return new GsonBuilder().setPrettyPrinting().create().toJson(report) + "\n";
  }

  /** Why it cannot begin, and what to do. */
  static List<String> explained(IOException e) {
    List<String> said = List.of("It cannot begin: " + e.getMessage());
    return Advice.on(said).map(advice -> List.of(said.getFirst(), advice)).orElse(said);
  }
}
