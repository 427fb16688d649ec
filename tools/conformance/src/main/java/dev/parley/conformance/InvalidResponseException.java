package dev.parley.conformance;

import java.io.IOException;

/** A complete response that violates the protocol. */
final class InvalidResponseException extends IOException {
  private static final long serialVersionUID = 1;

  private final String text;

  /** The message is the reason, as a clause. */
  InvalidResponseException(String text, String reason) {
    super(reason);
    this.text = text;
  }

  /** The text of the response. */
  String text() {
    return text;
  }
}
