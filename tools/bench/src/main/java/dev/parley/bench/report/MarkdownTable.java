package dev.parley.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column has words, and the others numbers. */
final class MarkdownTable {
  private final List<String> head = new ArrayList<>();
  private final List<String> body = new ArrayList<>();

  MarkdownTable(String corner) {
    head.add(corner);
  }

  void column(String title) {
    head.add(title);
  }

  void row(String title, List<String> cells) {
    List<String> all = new ArrayList<>();
    all.add(title);
    all.addAll(cells);
    body.add(line(all));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  @Override
  public String toString() {
    return line(head)
        + "| --- |"
        + " ---: |".repeat(head.size() - 1)
        + "\n"
        + String.join("", body);
  }
}
