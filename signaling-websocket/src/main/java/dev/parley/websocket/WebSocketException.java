package dev.parley.websocket;

/**
 * The peer has broken a rule of RFC 6455 or exceeded a limit: the connection has to be failed
 * (section 7.1.7) with this close code.
 */
final class WebSocketException extends Exception {
  private static final long serialVersionUID = 1;

  private final int code;

  private WebSocketException(int code, String rule) {
    // No stack trace: any peer can cause this exception, and the trace is costly and tells nothing.
    super(rule, null, false, false);
    this.code = code;
  }

  static WebSocketException protocolError(String rule) {
    return new WebSocketException(CloseCodes.PROTOCOL_ERROR, rule);
  }

  static WebSocketException invalidUtf8() {
    return new WebSocketException(CloseCodes.INVALID_PAYLOAD, "text must be valid UTF-8");
  }

  static WebSocketException messageTooBig() {
    return new WebSocketException(CloseCodes.MESSAGE_TOO_BIG, "the message is too long");
  }

  static WebSocketException tooManyFragments() {
    return new WebSocketException(
        CloseCodes.POLICY_VIOLATION, "the message has too many fragments");
  }

  static WebSocketException tooManyControlFrames() {
    return new WebSocketException(
        CloseCodes.POLICY_VIOLATION, "too many control frames arrived at once");
  }

  /** 1013, because the same message may fit once others are complete. */
  static WebSocketException quotaExhausted() {
    return new WebSocketException(
        CloseCodes.TRY_AGAIN_LATER, "too many bytes of incomplete messages are buffered");
  }

  int code() {
    return code;
  }
}
