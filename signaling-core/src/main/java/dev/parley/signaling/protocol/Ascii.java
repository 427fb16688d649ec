package dev.parley.signaling.protocol;

/**
 * Character classes of the ASCII names and keys in the protocol. Unlike {@code Character.isLetter},
 * they accept no other alphabets, since names must not need escapes in a URL or in JSON.
 */
final class Ascii {
  private static final int MAX_SHORT_NAME = 32;

  private Ascii() {}

  /** Whether the character is one of {@code A-Z a-z 0-9}. */
  static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Whether the character needs no escape in a URL (RFC 3986, section 2.3). */
  static boolean isUnreserved(int c) {
    return isLetterOrDigit(c) || c == '.' || c == '_' || c == '~' || c == '-';
  }

  /** Whether the text is 1 to 32 characters of {@code A-Z a-z 0-9 . _ -}. */
  static boolean isShortName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_SHORT_NAME
        && text.chars().allMatch(c -> isUnreserved(c) && c != '~');
  }

  /** Whether the text consists of the base64url alphabet (RFC 4648, section 5), without padding. */
  static boolean isBase64Url(String text) {
    return text.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '_');
  }
}
