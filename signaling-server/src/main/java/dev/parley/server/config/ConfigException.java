package dev.parley.server.config;

/** A configuration that cannot be used; the message is a sentence that says what to change. */
public final class ConfigException extends RuntimeException {
  public ConfigException(String sentence) {
    super(sentence);
  }
}
