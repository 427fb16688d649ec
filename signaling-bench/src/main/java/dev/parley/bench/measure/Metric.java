package dev.parley.bench.measure;

/** What is measured; each has a name in JSON, and one for people. */
public enum Metric {
  CPU("cpuMicros", "µs of the server's CPU for each"),
  PER_SECOND("perSecond", "a second"),
  P50("p50Micros", "µs, half of them"),
  P99("p99Micros", "µs, 99 % of them"),
  P999("p999Micros", "µs, 99.9 % of them"),
  KILOBYTES("kilobytes", "KB for each"),
  RESIDENT("restMegabytes", "MB at rest"),
  START("startMillis", "ms to the first who is in"),
  GENERATOR("generatorCores", "cores for the generator"),
  OTHERS("othersCores", "cores for others on this machine");

  private final String key;
  private final String title;

  Metric(String key, String title) {
    this.key = key;
    this.title = title;
  }

  public String key() {
    return key;
  }

  public String title() {
    return title;
  }
}
