package dev.parley.signaling.protocol;

/** The display name of a peer: plain text, never markup, of at most 100 UTF-16 code units. */
public record PeerName(String value) {
  private static final int MAX_LENGTH = 100;

  /** The name of a peer that gave none. */
  public static final PeerName NONE = new PeerName("");

  /**
   * Checks the name.
   *
   * @throws ProtocolException with {@code bad-message} if it is too long or has characters that
   *     affect the text around it
   */
  public PeerName {
    if (value.length() > MAX_LENGTH) {
      throw ProtocolException.badMessage("A name has at most " + MAX_LENGTH + " characters.");
    }
    if (value.chars().anyMatch(PeerName::affectsSurroundings)) {
      throw ProtocolException.badMessage(
          "A name may not contain control characters, line separators or text direction marks.");
    }
  }

  /**
   * Control characters, line separators and bidirectional formatting characters take effect beyond
   * the name where it is displayed.
   */
  private static boolean affectsSurroundings(int c) {
    return Character.isISOControl(c)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** The number of UTF-16 code units. */
  public int length() {
    return value.length();
  }
}
