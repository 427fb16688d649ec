package dev.parley.client;

import java.io.IOException;
import java.util.Map;

/** The server answered an upgrade with another status than 101. */
public final class UpgradeRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<String, String> headers;

  UpgradeRefusedException(int status, Map<String, String> headers, String body) {
    super("the upgrade was refused: " + (status + " " + body.replaceAll("\\s+", " ")).strip());
    this.status = status;
    this.headers = headers;
  }

  public int status() {
    return status;
  }

  /** The response headers, by their names in lower case. */
  public Map<String, String> headers() {
    return headers;
  }
}
