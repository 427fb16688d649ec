package dev.parley.server.config;

/**
 * A configuration that cannot be used. The message is one sentence for the operator: it names the
 * setting, where it is written and what would be right. {@code Main} prints it and exits with 2.
 */
public final class ConfigException extends RuntimeException {
  public ConfigException(String sentence) {
    super(sentence);
  }
}
