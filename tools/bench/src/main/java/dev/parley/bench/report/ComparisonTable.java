package dev.parley.bench.report;

import dev.parley.bench.measure.Metric;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The medians of all servers side by side, in Markdown. */
public final class ComparisonTable {
  private static final List<Line> LINES =
      List.of(
          new Line("relay1", Metric.CPU, "1 KB, one under way: µs of CPU a message"),
          new Line("relay1", Metric.PER_SECOND, "… messages a second, on one core"),
          new Line("relay16", Metric.CPU, "1 KB, 16 under way: µs of CPU a message"),
          new Line("relay16", Metric.PER_SECOND, "… messages a second, on one core"),
          new Line("rate", Metric.CPU, "5,000 a second over 500 pairs: µs of CPU a message"),
          new Line("rate", Metric.P50, "… µs until it is there, half of them"),
          new Line("rate", Metric.P99, "… 99 %"),
          new Line("rate", Metric.P999, "… 99.9 %"),
          new Line("call", Metric.CPU, "A call set up: µs of CPU"),
          new Line("call", Metric.PER_SECOND, "… calls a second, on one core"),
          new Line("connect", Metric.CPU, "Come and go: µs of CPU"),
          new Line("connect", Metric.PER_SECOND, "… a second, on one core"),
          new Line("fan50", Metric.CPU, "Rooms of 50: µs of CPU each delivery"),
          new Line("fan500", Metric.CPU, "A room of 500: µs of CPU each delivery"),
          new Line("idle", Metric.KILOBYTES, "KB for each of many idle seats"),
          new Line("start", Metric.START, "ms from the start to the first who is in"),
          new Line("start", Metric.RESIDENT, "MB at rest"));

  private ComparisonTable() {}

  private record Line(String name, Metric metric, String title) {}

  /** Behind the value of another server stands what ours is as a share of it. */
  public static String of(Results results) {
    MarkdownTable table = new MarkdownTable("");
    results.servers().forEach(table::column);
    for (Line line : LINES) {
      List<String> cells =
          results.servers().stream().map(server -> cell(results, server, line)).toList();
      if (!cells.stream().allMatch(String::isEmpty)) {
        table.row(line.title, cells);
      }
    }
    return table.toString();
  }

  private static String cell(Results results, String server, Line line) {
    OptionalDouble median = results.median(server, line.name, line.metric);
    OptionalDouble share = results.share(server, line.name, line.metric);
    String value = median.isPresent() ? number(median.getAsDouble()) : "";
    return share.isPresent()
        ? String.format(Locale.ROOT, "%s (%.2f)", value, share.getAsDouble())
        : value;
  }

  /** With as many digits as mean something. */
  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}
