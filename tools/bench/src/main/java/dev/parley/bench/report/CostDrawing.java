package dev.parley.bench.report;

import dev.parley.bench.measure.Metric;
import dev.parley.bench.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Bars: what each server takes of the processor, in some cases. */
public final class CostDrawing {
  private static final List<Panel> PANELS =
      List.of(
          new Panel("relay1", "Relay, one under way: µs a message"),
          new Panel("relay16", "Relay, 16 under way: µs a message"),
          new Panel("call", "A call set up: µs"),
          new Panel("fan50", "Rooms of 50: µs each delivery"));

  private static final int COLUMNS = 2;
  private static final int WIDTH = 380;
  private static final int NAMES = 80;
  private static final int VALUES = 60;
  private static final int TITLE = 26;
  private static final int STEP = 20;
  private static final int THICKNESS = 13;
  private static final int GAP = 18;

  private CostDrawing() {}

  private record Panel(String name, String title) {}

  private record Bar(String server, double value) {}

  public static String of(Results results) {
    List<Panel> shown =
        PANELS.stream().filter(panel -> results.cases().contains(panel.name)).toList();
    int panelHeight = TITLE + STEP * results.servers().size() + GAP;
    int rows = Math.ceilDiv(shown.size(), COLUMNS);
    Svg svg = new Svg(COLUMNS * WIDTH, rows * panelHeight);
    for (int i = 0; i < shown.size(); i++) {
      Panel panel = shown.get(i);
      draw(svg, i % COLUMNS * WIDTH, i / COLUMNS * panelHeight, panel.title, bars(results, panel));
    }
    return svg.toString();
  }

  private static List<Bar> bars(Results results, Panel panel) {
    List<Bar> bars = new ArrayList<>();
    for (String server : results.servers()) {
      OptionalDouble median = results.median(server, panel.name, Metric.CPU);
      median.ifPresent(value -> bars.add(new Bar(server, value)));
    }
    return bars;
  }

  private static void draw(Svg svg, int x, int y, String title, List<Bar> bars) {
    double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    svg.text(x, y + 14, Anchor.START, true, title);
    int at = y + TITLE;
    for (Bar bar : bars) {
      double length = bar.value / longest * (WIDTH - NAMES - VALUES);
      boolean ours = bar.server.equals(Results.OURS);
      int baseline = at + THICKNESS - 3;
      svg.text(x + NAMES - 8, baseline, Anchor.END, ours, bar.server);
      svg.bar(x + NAMES, at, length, THICKNESS, ours ? Svg.OURS : Svg.OTHERS);
      String value = ComparisonTable.number(bar.value);
      svg.text(x + NAMES + length + 6, baseline, Anchor.START, ours, value);
      at += STEP;
    }
  }
}
