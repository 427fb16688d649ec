package dev.parley.bench.report;

import dev.parley.bench.load.Metric;
import java.util.List;
import java.util.Locale;

/** The cost of the server as one quantity grows. */
public enum GrowthCurve {
  SEATS("Seats", "KB per seat", Metric.KILOBYTES),
  CONNECTIONS("Connections", "µs per message, 5,000 messages/s", Metric.CPU),
  ROOM("Members of a room", "µs per delivery", Metric.CPU),
  BYTES("Bytes of a message", "µs per message", Metric.CPU);

  private final String quantity;
  private final String unit;
  private final Metric metric;

  GrowthCurve(String quantity, String unit, Metric metric) {
    this.quantity = quantity;
    this.unit = unit;
    this.metric = metric;
  }

  /** The measured values of the quantity, in ascending order. */
  public List<Integer> points() {
    return switch (this) {
      case SEATS, CONNECTIONS -> List.of(1_000, 10_000, 19_000);
      case ROOM -> List.of(2, 10, 100, 1_000);
      case BYTES -> List.of(100, 1_024, 10_240, 60_000);
    };
  }

  /** The name under which the results of a point are stored. */
  public String benchmark(int point) {
    return name().toLowerCase(Locale.ROOT) + " " + point;
  }

  String quantity() {
    return quantity;
  }

  String unit() {
    return unit;
  }

  Metric metric() {
    return metric;
  }
}
