package dev.parley.signaling.protocol;

/** The WebSocket close codes in use: those of RFC 6455 section 7.4.1, and our own from 4400 on. */
public enum CloseCode {
  NORMAL(1000),
  UNSUPPORTED_DATA(1003),
  MESSAGE_TOO_BIG(1009),
  INTERNAL_ERROR(1011),
  SERVICE_RESTART(1012),
  TRY_AGAIN_LATER(1013),
  BAD_MESSAGE(4400),
  UNAUTHORIZED(4401),
  FORBIDDEN(4403),
  JOIN_TIMEOUT(4408),
  REPLACED(4409),
  LAGGED(4410),
  SLOW(4420),
  ROOM_FULL_OR_LOCKED(4423),
  RATE_LIMITED(4429);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
