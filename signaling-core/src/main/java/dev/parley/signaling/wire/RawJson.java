package dev.parley.signaling.wire;

import com.google.gson.JsonParser;
import dev.parley.signaling.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A validated JSON value as a range of bytes of its message. Strings and numbers are decoded only
 * on demand, since most values are relayed unread.
 *
 * <p>Immutable, but valid only until the transport reuses the array of the message: {@link
 * #payload} and {@link #text} copy.
 */
final class RawJson {
  private final byte[] message;
  private final int from;
  private final int to;
  private final boolean escaped;
  private final boolean spaced;

  /**
   * A value.
   *
   * @param escaped whether a string in it has escape sequences
   * @param spaced whether there is white space between its tokens
   */
  RawJson(byte[] message, int from, int to, boolean escaped, boolean spaced) {
    this.message = message;
    this.from = from;
    this.to = to;
    this.escaped = escaped;
    this.spaced = spaced;
  }

  /**
   * The first character, which determines the type of the value: <code>{</code>, {@code [}, {@code
   * "}, {@code t}, {@code f}, {@code n}, or that of a number.
   */
  char kind() {
    return (char) message[from];
  }

  /** The contents of a string. Gson decodes escapes; most strings have none. */
  String text() {
    return escaped
        ? JsonParser.parseString(json()).getAsString()
        : new String(message, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  private String json() {
    return new String(message, from, to - from, StandardCharsets.UTF_8);
  }

  /** Whether it is a whole number, written in at most this many digits and nothing else. */
  boolean isNatural(int maxDigits) {
    for (int i = from; i < to; i++) {
      if (message[i] < '0' || message[i] > '9') {
        return false;
      }
    }
    return to - from <= maxDigits;
  }

  /** The value of such a number. */
  long natural() {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = 10 * value + message[i] - '0';
    }
    return value;
  }

  /** The elements of an array. */
  List<RawJson> elements() {
    JsonScanner scanner = new JsonScanner(message, from, to);
    List<RawJson> elements = new ArrayList<>();
    scanner.expect('[');
    if (!scanner.accept(']')) {
      do {
        elements.add(scanner.value(1));
      } while (scanner.accept(','));
    }
    return elements;
  }

  /**
   * A copy of the bytes without white space between tokens, on one line: event streams separate
   * messages by line breaks.
   */
  Payload payload() {
    return Payload.of(spaced ? withoutSpace() : Arrays.copyOfRange(message, from, to));
  }

  private byte[] withoutSpace() {
    byte[] compact = new byte[to - from];
    int length = 0;
    boolean inString = false;
    for (int i = from; i < to; i++) {
      byte b = message[i];
      if (inString || !JsonScanner.isSpace(b)) {
        compact[length++] = b;
      }
      if (inString && b == '\\') {
        compact[length++] = message[++i];
      } else if (b == '"') {
        inString = !inString;
      }
    }
    return Arrays.copyOf(compact, length);
  }
}
