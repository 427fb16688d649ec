package dev.parley.websocket;

/** The close codes that mean something to us (RFC 6455 section 7.4). */
final class CloseCodes {
  static final int PROTOCOL_ERROR = 1002;
  static final int NONE = 1005;
  static final int ABNORMAL = 1006;
  static final int NOT_UTF8 = 1007;
  static final int POLICY_VIOLATION = 1008;
  static final int TOO_BIG = 1009;
  static final int INTERNAL_ERROR = 1011;
  static final int TRY_AGAIN_LATER = 1013;

  private CloseCodes() {}

  /** Whether it may stand in a close frame: registered for that, or free for applications. */
  static boolean mayBeSent(int code) {
    return switch (code) {
      case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014 -> true;
      default -> code >= 3000 && code <= 4999;
    };
  }
}
