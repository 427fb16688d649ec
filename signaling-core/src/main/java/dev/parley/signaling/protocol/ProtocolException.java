package dev.parley.signaling.protocol;

import org.jspecify.annotations.Nullable;

/** A request is refused. The message is a sentence for the person at the client. */
public final class ProtocolException extends RuntimeException {
  /**
   * The retry delay of {@code unavailable}. Stalled connections are cut within this time, which may
   * free what was exhausted.
   */
  public static final long UNAVAILABLE_RETRY_MILLIS = 5_000;

  private final ErrorCode code;
  private final @Nullable Long retryAfterMillis;

  /** A refusal without a retry delay. */
  public ProtocolException(ErrorCode code, String sentence) {
    this(code, sentence, null);
  }

  /**
   * A refusal for lack of memory, or because a dependency is out of reach. The request was not
   * processed, and the client sends it again.
   */
  public static ProtocolException unavailable(String sentence) {
    return new ProtocolException(ErrorCode.UNAVAILABLE, sentence, UNAVAILABLE_RETRY_MILLIS);
  }

  /** The refusal of everything new while the server stops. Clients reconnect to its successor. */
  public static ProtocolException stopping() {
    return unavailable("The server is stopping: try again in a moment.");
  }

  /** A refusal after which the client may try again once the delay is over. */
  public ProtocolException(ErrorCode code, String sentence, @Nullable Long retryAfterMillis) {
    // No stack trace: a refusal is an answer, not a defect, and clients can cause any number.
    super(sentence, null, false, false);
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }

  /** The error that the client receives. */
  public ErrorCode code() {
    return code;
  }

  /** The delay in milliseconds, null if there is none. */
  public @Nullable Long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** The sentence for a person. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
