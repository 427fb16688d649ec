package dev.parley.server.http;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts in URLs: percent-encoded UTF-8 (RFC 3986 section 2.1), read strictly. */
public final class PercentDecoder {
  private static final int HEX = 16;
  private static final int ESCAPE = 3;

  private PercentDecoder() {}

  /**
   * A part of a path.
   *
   * @throws ProtocolException if it is not UTF-8
   */
  public static String ofPath(String encoded) {
    return decode(encoded, false);
  }

  /** A value in a query, where a plus sign is a space. */
  static String ofQuery(String encoded) {
    return decode(encoded, true);
  }

  private static String decode(String encoded, boolean plusIsSpace) {
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
    int at = 0;
    while (at < encoded.length()) {
      char next = encoded.charAt(at);
      if (next == '%') {
        bytes.put(octet(encoded, at));
        at += ESCAPE;
      } else {
        bytes.put(
            (byte) (next == '+' && plusIsSpace ? ' ' : next)); // the parser makes chars of bytes
        at++;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw wrong();
    }
  }

  private static byte octet(String encoded, int at) {
    if (at + ESCAPE > encoded.length()) {
      throw wrong();
    }
    int high = Character.digit(encoded.charAt(at + 1), HEX);
    int low = Character.digit(encoded.charAt(at + 2), HEX);
    if (high < 0 || low < 0) {
      throw wrong();
    }
    return (byte) (high * HEX + low);
  }

  private static ProtocolException wrong() {
    return new ProtocolException(
        ErrorCode.BAD_MESSAGE, "A part of this URL is not percent-encoded UTF-8.");
  }
}
