package dev.parley.chaos;

/** How a client receives; with all but a WebSocket it sends by posts. */
enum Transport {
  WEB_SOCKET("WebSocket"),
  EVENT_STREAM("event stream"),
  LONG_POLL("long poll"),
  SHORT_POLL("short poll");

  private final String label;

  Transport(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
