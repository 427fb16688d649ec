package dev.parley.signaling.protocol;

/**
 * The WebSocket close codes that the server sends: those of RFC 6455, section 7.4.1, and of the
 * IANA registry of close codes (1012, 1013), and the protocol's own from 4400 on.
 *
 * <p>Each reason has its own code, since a close may be all that arrives at a client:
 * docs/protocol.md, section 5, lists how a client reacts to each. HTTP transports map them to a
 * status.
 */
public enum CloseCode {
  /** The peer left, or an event stream or a poll is complete. */
  NORMAL(1000),
  /** A binary message; all messages are text. */
  UNSUPPORTED_DATA(1003),
  /** A message is longer than {@code limits.messageBytes}. */
  MESSAGE_TOO_BIG(1009),
  /** A defect of the server. */
  INTERNAL_ERROR(1011),
  /** The server shuts down; {@code bye} was sent before. */
  SERVICE_RESTART(1012),
  /** Overload, or a dependency of the server is unreachable. */
  TRY_AGAIN_LATER(1013),
  /** Too many malformed messages. */
  BAD_MESSAGE(4400),
  /** The join was refused: the token is missing, expired or wrong. */
  UNAUTHORIZED(4401),
  /** The join was refused: the peer may not enter the room. */
  FORBIDDEN(4403),
  /** No {@code join} arrived within {@code Limits.joinTimeout}. */
  JOIN_TIMEOUT(4408),
  /** Another connection with the same key took the seat over. */
  REPLACED(4409),
  /** The log no longer holds the events that follow the client's cursor. */
  LAGGED(4410),
  /** The client reads too slowly and fell too far behind. */
  SLOW(4420),
  /** All seats of the room are taken, or the room is locked. */
  ROOM_FULL_OR_LOCKED(4423),
  /** The client kept exceeding the rate limit. */
  RATE_LIMITED(4429);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  /** The code in the close frame. */
  public int number() {
    return number;
  }
}
