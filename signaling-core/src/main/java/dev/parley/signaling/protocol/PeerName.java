package dev.parley.signaling.protocol;

/** What a peer wants to be called: plain text, never markup, of at most 100 characters. */
public record PeerName(String value) {
  private static final int MAX_LENGTH = 100;

  /** The name of who has given none. */
  public static final PeerName NONE = new PeerName("");

  public PeerName {
    if (value.length() > MAX_LENGTH) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE, "A name has at most " + MAX_LENGTH + " characters.");
    }
    if (value.chars().anyMatch(PeerName::disturbs)) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE,
          "A name has no control characters, line separators or changes of text direction.");
    }
  }

  /**
   * Control characters, line separators and bidi controls reach beyond the name when it is shown.
   */
  private static boolean disturbs(int c) {
    return Character.isISOControl(c)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  public int length() {
    return value.length();
  }
}
