package dev.parley.bench.report;

import dev.parley.bench.load.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Results as Markdown tables. */
public final class Tables {
  private static final List<Row> COMPARISON =
      List.of(
          new Row("relay1", Metric.CPU, "`relay1`: µs of CPU per message"),
          new Row("relay1", Metric.PER_SECOND, "… messages per second, on one core"),
          new Row("relay16", Metric.CPU, "`relay16`: µs of CPU per message"),
          new Row("relay16", Metric.PER_SECOND, "… messages per second, on one core"),
          new Row("rate", Metric.CPU, "`rate`: µs of CPU per message"),
          new Row("rate", Metric.P50, "… latency in µs, median"),
          new Row("rate", Metric.P99, "… 99th percentile"),
          new Row("rate", Metric.P999, "… 99.9th percentile"),
          new Row("call", Metric.CPU, "`call`: µs of CPU per call"),
          new Row("call", Metric.PER_SECOND, "… calls per second, on one core"),
          new Row("connect", Metric.CPU, "`connect`: µs of CPU per client"),
          new Row("connect", Metric.PER_SECOND, "… clients per second, on one core"),
          new Row("fan50", Metric.CPU, "`fan50`: µs of CPU per delivery"),
          new Row("fan500", Metric.CPU, "`fan500`: µs of CPU per delivery"),
          new Row("idle", Metric.KILOBYTES, "`idle`: KB per seat"),
          new Row("start", Metric.START, "`start`: ms to the first join"),
          new Row("start", Metric.RESIDENT, "… MB of memory"));

  private Tables() {}

  private record Row(String benchmark, Metric metric, String title) {}

  /** All servers side by side; the number in brackets is Parley's value divided by the other. */
  public static String comparison(Summary summary) {
    StringBuilder table = head("", List.copyOf(summary.servers()));
    for (Row row : COMPARISON) {
      List<String> cells =
          summary.servers().stream().map(server -> cell(summary, server, row)).toList();
      if (!cells.stream().allMatch(String::isEmpty)) {
        row(table, row.title, cells);
      }
    }
    return table.toString();
  }

  private static String cell(Summary summary, String server, Row row) {
    String value = number(summary.median(server, row.benchmark, row.metric));
    Double ratio = summary.ratio(server, row.benchmark, row.metric);
    return ratio == null ? value : String.format(Locale.ROOT, "%s (%.2f)", value, ratio);
  }

  /** One table for each curve. */
  public static String growth(Summary summary) {
    List<String> tables = new ArrayList<>();
    for (GrowthCurve curve : GrowthCurve.values()) {
      StringBuilder table =
          head(curve.quantity(), curve.points().stream().map(Tables::grouped).toList());
      row(
          table,
          curve.unit(),
          curve.points().stream()
              .map(point ->
                  number(summary.median(Summary.PARLEY, curve.benchmark(point), curve.metric())))
              .toList());
      tables.add(table.toString());
    }
    return String.join("\n", tables);
  }

  private static StringBuilder head(String first, List<String> others) {
    StringBuilder table = new StringBuilder();
    row(table, first, others);
    return table.append("| --- |").append(" ---: |".repeat(others.size())).append('\n');
  }

  private static void row(StringBuilder table, String first, List<String> others) {
    List<String> cells = Stream.concat(Stream.of(first), others.stream()).toList();
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Three significant digits or a whole number; empty for null. */
  static String number(@Nullable Double value) {
    if (value == null) {
      return "";
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }

  static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * Replaces the text between {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}.
   *
   * @throws IllegalArgumentException if the page has no such lines
   */
  public static String replaceSection(String page, String name, String content) {
    String begin = "<!-- begin " + name + " -->\n";
    String end = "<!-- end " + name + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end, Math.max(0, from));
    if (from < 0 || to < 0) {
      throw new IllegalArgumentException(
          "The page has no section \"%s\": it needs a line %s and a line %s."
              .formatted(name, begin.strip(), end));
    }
    return page.substring(0, from + begin.length()) + content + page.substring(to);
  }
}
