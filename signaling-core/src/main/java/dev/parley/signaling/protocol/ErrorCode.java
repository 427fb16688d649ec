package dev.parley.signaling.protocol;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why something was refused: the table of docs/protocol.md, section 5. */
public enum ErrorCode {
  BAD_MESSAGE(null),
  UNKNOWN_TYPE(null),
  UNAUTHORIZED(CloseCode.UNAUTHORIZED),
  FORBIDDEN(CloseCode.FORBIDDEN),
  JOIN_TIMEOUT(CloseCode.TIMEOUT),
  PEER_GONE(null),
  ROOM_FULL(CloseCode.ROOM_CLOSED_TO_YOU),
  RATE_LIMITED(null),
  INTERNAL(CloseCode.INTERNAL_ERROR);

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final @Nullable CloseCode close;

  ErrorCode(@Nullable CloseCode close) {
    this.close = close;
  }

  public String wireName() {
    return wireName;
  }

  /** The code that the connection is closed with, for errors that leave nothing to go on with. */
  public Optional<CloseCode> close() {
    return Optional.ofNullable(close);
  }
}
