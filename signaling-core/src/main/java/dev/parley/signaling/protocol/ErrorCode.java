package dev.parley.signaling.protocol;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why something was refused: the {@code code} of an {@code error}, by the table in
 * docs/protocol.md, section 5.
 *
 * <p>Clients branch on these codes, so they never change their meaning; the sentence that
 * accompanies one may.
 */
public enum ErrorCode {
  BAD_MESSAGE(400, null),
  UNKNOWN_TYPE(400, null),
  UNAUTHORIZED(401, CloseCode.UNAUTHORIZED),
  FORBIDDEN(403, CloseCode.FORBIDDEN),
  JOIN_TIMEOUT(408, CloseCode.JOIN_TIMEOUT),
  REPLACED(409, CloseCode.REPLACED),
  CONFLICT(409, null),
  PEER_GONE(410, null),
  LAGGED(410, CloseCode.LAGGED),
  TOO_LARGE(413, CloseCode.MESSAGE_TOO_BIG),
  ROOM_FULL(423, CloseCode.ROOM_FULL_OR_LOCKED),
  RATE_LIMITED(429, null),
  INTERNAL(500, CloseCode.INTERNAL_ERROR),
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
