package dev.parley.signaling.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The refusal of a request, a join or a configured value. The message is a sentence that a person
 * at the client reads; the code is for programs.
 */
public final class ProtocolException extends RuntimeException {
  /**
   * The retry delay of {@code unavailable}: 5 s. Connections of clients that do not read are closed
   * within this time, which may free the exhausted memory.
   */
  public static final long UNAVAILABLE_RETRY_MILLIS = 5_000;

  private final ErrorCode code;
  private final @Nullable Long retryAfterMillis;

  public ProtocolException(ErrorCode code, String sentence) {
    this(code, sentence, null);
  }

  /**
   * A refusal for lack of memory, or because a dependency is unreachable. The request was not
   * processed, and the client sends it again.
   */
  public static ProtocolException unavailable(String sentence) {
    return new ProtocolException(ErrorCode.UNAVAILABLE, sentence, UNAVAILABLE_RETRY_MILLIS);
  }

  /** The refusal of everything new while the server stops. Clients reconnect to its successor. */
  public static ProtocolException stopping() {
    return unavailable("The server is stopping: try again in a moment.");
  }

  /** A refusal of a malformed message or value. */
  public static ProtocolException badMessage(String sentence) {
    return new ProtocolException(ErrorCode.BAD_MESSAGE, sentence);
  }

  /** A refusal with the delay in milliseconds after which the client may try again, or null. */
  public ProtocolException(ErrorCode code, String sentence, @Nullable Long retryAfterMillis) {
    // No stack trace: a refusal is an answer, not a defect, and clients can cause any number.
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

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
