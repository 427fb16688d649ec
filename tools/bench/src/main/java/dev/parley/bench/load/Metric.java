package dev.parley.bench.load;

/** What a run measures. Each metric has a key for JSON, a unit, and a description. */
public enum Metric {
  CPU("cpuMicros", "µs", "µs of server CPU per operation"),
  PER_SECOND("perSecond", "/s", "operations per second"),
  P50("p50Micros", "µs p50", "µs latency, median"),
  P99("p99Micros", "µs p99", "µs latency, 99th percentile"),
  P999("p999Micros", "µs p99.9", "µs latency, 99.9th percentile"),
  KILOBYTES("kilobytes", "KB", "KB of server memory per connection"),
  START("startMillis", "ms", "ms from the start to the first join"),
  RESIDENT("restMegabytes", "MB", "MB of server memory before the first connection"),
  GENERATOR("generatorCores", "cores for the generator", "cores in use by the load generator"),
  OTHERS("othersCores", "cores for others", "cores in use by other processes");

  private final String key;
  private final String unit;
  private final String description;

  Metric(String key, String unit, String description) {
    this.key = key;
    this.unit = unit;
    this.description = description;
  }

  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }

  /** The key in JSON. */
  @Override
  public String toString() {
    return key;
  }
}
