package dev.parley.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What growing costs, in Markdown. */
public final class GrowthTables {

  private GrowthTables() {}

  public static String of(Results results) {
    List<String> tables = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      tables.add(table(results, axis));
    }
    return String.join("\n", tables);
  }

  private static String table(Results results, Axis axis) {
    MarkdownTable table = new MarkdownTable(axis.title());
    axis.points().forEach(point -> table.column("%,d".formatted(point)));
    List<String> cells = axis.points().stream().map(point -> cell(results, axis, point)).toList();
    table.row(axis.unit(), cells);
    return table.toString();
  }

  private static String cell(Results results, Axis axis, int point) {
    OptionalDouble median = results.median(Results.OURS, axis.point(point), axis.metric());
    return median.isPresent() ? ComparisonTable.number(median.getAsDouble()) : "";
  }
}
