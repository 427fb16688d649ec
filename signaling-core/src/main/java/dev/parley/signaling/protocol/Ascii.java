package dev.parley.signaling.protocol;

/** The letters and digits that names and keys on the wire are made of. */
final class Ascii {
  private Ascii() {}

  static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Whether it needs no escape in a URL (RFC 3986, section 2.3). */
  static boolean isUnreserved(int c) {
    return isLetterOrDigit(c) || c == '.' || c == '_' || c == '~' || c == '-';
  }

  /** Whether the text is of the base64url alphabet (RFC 4648 section 5), without padding. */
  static boolean isBase64Url(String text) {
    return text.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '_');
  }
}
