package dev.parley.chaos;

/** How a client hears and speaks. */
enum Transport {
  WEB_SOCKET("WebSocket"),
  EVENT_STREAM("event stream"),
  LONG_POLL("long poll"),
  SHORT_POLL("short poll");

  private final String words;

  Transport(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
