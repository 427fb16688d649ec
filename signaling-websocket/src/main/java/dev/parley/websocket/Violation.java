package dev.parley.websocket;

/** The peer has broken a rule: what to close the connection with. */
final class Violation extends Exception {
  private static final long serialVersionUID = 1;

  private final int code;

  private Violation(int code, String rule) {
    super(rule, null, false, false); // no stack trace: it says nothing here, and costs much
    this.code = code;
  }

  static Violation protocol(String rule) {
    return new Violation(CloseCodes.PROTOCOL_ERROR, rule);
  }

  static Violation notUtf8() {
    return new Violation(CloseCodes.NOT_UTF8, "text is UTF-8");
  }

  static Violation tooBig() {
    return new Violation(CloseCodes.TOO_BIG, "the message is too long");
  }

  static Violation tooManyFragments() {
    return new Violation(CloseCodes.POLICY_VIOLATION, "the message has too many fragments");
  }

  static Violation tooManyControlFrames() {
    return new Violation(CloseCodes.POLICY_VIOLATION, "too many control frames come at once");
  }

  static Violation noRoom() {
    return new Violation(CloseCodes.TRY_AGAIN_LATER, "too much of messages waits for the rest");
  }

  int code() {
    return code;
  }
}
