package dev.parley.signaling.protocol;

import org.jspecify.annotations.Nullable;

/** Something that a client asked for is refused; the message is a sentence for a person. */
public final class ProtocolException extends RuntimeException {
  /** After this time, connections that stand still have been cut, and there may be room again. */
  public static final long UNAVAILABLE_RETRY_MILLIS = 5_000;

  private final ErrorCode code;
  private final @Nullable Long retryAfterMillis;

  public ProtocolException(ErrorCode code, String sentence) {
    this(code, sentence, null);
  }

  /** There is no room for it now. */
  public static ProtocolException unavailable(String sentence) {
    return new ProtocolException(ErrorCode.UNAVAILABLE, sentence, UNAVAILABLE_RETRY_MILLIS);
  }

  /** It may be asked for again after so long. */
  public ProtocolException(ErrorCode code, String sentence, @Nullable Long retryAfterMillis) {
    // No stack trace: this is an answer, not a fault, and anybody can cause it at any rate.
    super(sentence, null, false, false);
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }

  public ErrorCode code() {
    return code;
  }

  public @Nullable Long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** The sentence for a person. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
