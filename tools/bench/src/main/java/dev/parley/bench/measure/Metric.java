package dev.parley.bench.measure;

/** What is measured; each has a name in JSON, and two for people. */
public enum Metric {
  CPU("cpuMicros", "µs", "µs of the server's CPU for each"),
  PER_SECOND("perSecond", "/s", "a second"),
  P50("p50Micros", "µs p50", "µs, half of them"),
  P99("p99Micros", "µs p99", "µs, 99 % of them"),
  P999("p999Micros", "µs p99.9", "µs, 99.9 % of them"),
  KILOBYTES("kilobytes", "KB", "KB for each"),
  START("startMillis", "ms", "ms to the first who is in"),
  RESIDENT("restMegabytes", "MB", "MB at rest"),
  GENERATOR("generatorCores", "cores for us", "cores for the generator"),
  OTHERS("othersCores", "cores for others", "cores for others on this machine");

  private final String key;
  private final String brief;
  private final String title;

  Metric(String key, String brief, String title) {
    this.key = key;
    this.brief = brief;
    this.title = title;
  }

  /** Its name in JSON. */
  public String key() {
    return key;
  }

  public String brief() {
    return brief;
  }

  public String title() {
    return title;
  }
}
