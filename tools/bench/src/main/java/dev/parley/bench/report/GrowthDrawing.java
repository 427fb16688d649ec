package dev.parley.bench.report;

import dev.parley.bench.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;

/** Lines: what our server costs as something grows. */
public final class GrowthDrawing {
  private static final int COLUMNS = 2;
  private static final int WIDTH = 380;
  private static final int HEIGHT = 190;
  private static final int MARGIN = 34;
  private static final int TOP = 44;
  private static final int BOTTOM = 40;

  private GrowthDrawing() {}

  private record Point(int at, double value) {}

  public static String of(Results results) {
    Svg svg = new Svg(COLUMNS * WIDTH, Math.ceilDiv(Axis.values().length, COLUMNS) * HEIGHT);
    int i = 0;
    for (Axis axis : Axis.values()) {
      draw(svg, i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT, axis, points(results, axis));
      i++;
    }
    return svg.toString();
  }

  private static List<Point> points(Results results, Axis axis) {
    List<Point> points = new ArrayList<>();
    for (int at : axis.points()) {
      results
          .median(Results.OURS, axis.point(at), axis.metric())
          .ifPresent(value -> points.add(new Point(at, value)));
    }
    return points;
  }

  private static void draw(Svg svg, int x, int y, Axis axis, List<Point> points) {
    double highest = points.stream().mapToDouble(Point::value).max().orElse(1);
    int floor = y + HEIGHT - BOTTOM;
    svg.text(x, y + 14, Anchor.START, true, axis.title() + ": " + axis.unit());
    svg.rule(x, floor, WIDTH - MARGIN);
    StringBuilder line = new StringBuilder();
    for (Point point : points) {
      double across = x + MARGIN + along(axis, point.at) * (WIDTH - 3 * MARGIN);
      double up = floor - point.value / highest * (HEIGHT - TOP - BOTTOM);
      line.append(Svg.number(across)).append(',').append(Svg.number(up)).append(' ');
      svg.dot(across, up);
      svg.text(across, up - 8, Anchor.MIDDLE, false, ComparisonTable.number(point.value));
      svg.text(across, floor + 16, Anchor.MIDDLE, false, "%,d".formatted(point.at));
    }
    svg.line(line.toString().strip());
  }

  /** Between 0 and 1; each step that multiplies by ten is as wide as the next. */
  private static double along(Axis axis, int point) {
    double first = Math.log(axis.points().getFirst());
    double last = Math.log(axis.points().getLast());
    return (Math.log(point) - first) / (last - first);
  }
}
