package dev.parley.signaling.protocol;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code code} of an {@code error}: the reason of a refusal (docs/protocol.md, section 5).
 *
 * <p>Clients branch on these codes, so they never change their meaning; the sentence that
 * accompanies one may.
 */
public enum ErrorCode {
  /** The message is malformed, or its id skips a number. The tenth closes the connection. */
  BAD_MESSAGE(400, null),
  /** The message has a {@code type} that is not a request. */
  UNKNOWN_TYPE(400, null),
  /** The token or ticket is missing, expired or wrong. */
  UNAUTHORIZED(401, CloseCode.UNAUTHORIZED),
  /** The role does not permit the request. */
  FORBIDDEN(403, CloseCode.FORBIDDEN),
  /** No {@code join} arrived within {@code Limits.joinTimeout}. */
  JOIN_TIMEOUT(408, CloseCode.JOIN_TIMEOUT),
  /** Another connection with the same key took the seat over. */
  REPLACED(409, CloseCode.REPLACED),
  /** A {@code set} with {@code if} names another event than the last one to set the value. */
  CONFLICT(409, null),
  /** A recipient, or the sender, has no seat in the room. */
  PEER_GONE(410, null),
  /** The recipient has not announced the feature that the request needs. */
  UNSUPPORTED(409, null),
  /** The log no longer holds the events after the cursor of a stream or poll. */
  LAGGED(410, CloseCode.LAGGED),
  /** A message is longer than {@code limits.messageBytes}, or a post has too many. */
  TOO_LARGE(413, CloseCode.MESSAGE_TOO_BIG),
  /** All seats are taken, or the roster has reached its length limit. */
  ROOM_FULL(423, CloseCode.ROOM_FULL_OR_LOCKED),
  /** The client sends faster than its limit; persistent excess closes the connection. */
  RATE_LIMITED(429, null),
  /** A defect of the server. */
  INTERNAL(500, CloseCode.INTERNAL_ERROR),
  /** Overload, or an unreachable dependency. The request was not processed: send it again. */
  UNAVAILABLE(503, CloseCode.TRY_AGAIN_LATER);

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final int httpStatus;
  private final @Nullable CloseCode close;

  ErrorCode(int httpStatus, @Nullable CloseCode close) {
    this.httpStatus = httpStatus;
    this.close = close;
  }

  /** The {@code code} member of an {@code error}: the name in lower case with hyphens. */
  public String wireName() {
    return wireName;
  }

  /** The status of an HTTP response that reports this error. */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * The code that the connection is closed with if this error refuses a join or concerns the
   * connection as a whole. Empty for errors that leave the connection usable. An error that answers
   * a request does not close the connection, whatever this returns, except {@link #INTERNAL}.
   */
  public Optional<CloseCode> close() {
    return Optional.ofNullable(close);
  }
}
