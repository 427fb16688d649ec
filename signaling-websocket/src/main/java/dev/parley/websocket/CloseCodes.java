package dev.parley.websocket;

/**
 * The close codes that this module sends or interprets (RFC 6455 section 7.4; the names are those
 * of the IANA registry).
 */
final class CloseCodes {
  static final int PROTOCOL_ERROR = 1002;

  /** Reported if a close frame has no code. Never sent. */
  static final int NO_STATUS_RECEIVED = 1005;

  /** Reported if the connection ends without a close frame. Never sent. */
  static final int ABNORMAL_CLOSURE = 1006;

  static final int INVALID_PAYLOAD = 1007;
  static final int POLICY_VIOLATION = 1008;
  static final int MESSAGE_TOO_BIG = 1009;
  static final int INTERNAL_ERROR = 1011;
  static final int TRY_AGAIN_LATER = 1013;

  private CloseCodes() {}

  /**
   * Whether a close frame may carry this code: the IANA registry lists it for that use, or it is in
   * the range for libraries (3000 to 3999) or applications (4000 to 4999).
   */
  static boolean mayBeSent(int code) {
    return switch (code) {
      case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014 -> true;
      default -> code >= 3000 && code <= 4999;
    };
  }
}
