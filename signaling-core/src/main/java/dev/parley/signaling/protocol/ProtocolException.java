package dev.parley.signaling.protocol;

/** Something that a client asked for is refused; the message is a sentence for a person. */
public final class ProtocolException extends RuntimeException {
  private final ErrorCode code;

  public ProtocolException(ErrorCode code, String sentence) {
    // No stack trace: this is an answer, not a fault, and anybody can cause it at any rate.
    super(sentence, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** The sentence for a person. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
