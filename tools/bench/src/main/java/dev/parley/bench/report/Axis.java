package dev.parley.bench.report;

import dev.parley.bench.measure.Metric;
import java.util.List;
import java.util.Locale;

/** What grows, and what is looked at meanwhile. */
public enum Axis {
  SEATS("Seats", "KB for each", Metric.KILOBYTES),
  CONNECTIONS("Connections", "µs a message, 5,000 a second", Metric.CPU),
  ROOM("Members of a room", "µs each delivery", Metric.CPU),
  BYTES("Bytes of a message", "µs a message", Metric.CPU);

  private final String title;
  private final String unit;
  private final Metric metric;

  Axis(String title, String unit, Metric metric) {
    this.title = title;
    this.unit = unit;
    this.metric = metric;
  }

  public List<Integer> points() {
    return switch (this) {
      case SEATS, CONNECTIONS -> List.of(1_000, 10_000, 19_000);
      case ROOM -> List.of(2, 10, 100, 1_000);
      case BYTES -> List.of(100, 1_024, 10_240, 60_000);
    };
  }

  /** The name under which a point is measured. */
  public String point(int value) {
    return name().toLowerCase(Locale.ROOT) + " " + value;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  Metric metric() {
    return metric;
  }
}
