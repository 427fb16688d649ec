package dev.parley.server.config;

/**
 * A text that must not appear in logs, metrics and errors: {@link #toString} does not contain it.
 */
public record Secret(String text) {
  @Override
  public String toString() {
    return "secret";
  }
}
