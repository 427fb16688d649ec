package dev.parley.server.http;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes percent-encoded UTF-8 in URLs (RFC 3986 section 2.1) strictly. Undertow would replace
 * invalid bytes, so that different URLs could name the same room.
 */
public final class PercentDecoder {
  private static final int HEX = 16;
  private static final int ESCAPE = 3;

  private PercentDecoder() {}

  /**
   * Decodes a path or a part of it.
   *
   * @throws ProtocolException if it is not percent-encoded UTF-8
   */
  public static String ofPath(String encoded) {
    return decode(encoded, false);
  }

  /** Decodes a value of a query, where a plus sign is a space. */
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
            (byte) (next == '+' && plusIsSpace ? ' ' : next)); // Undertow maps each byte to a char
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
