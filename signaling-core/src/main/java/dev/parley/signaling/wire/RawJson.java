package dev.parley.signaling.wire;

import com.google.gson.JsonParser;
import dev.parley.signaling.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One value where it stands in a message, checked and not yet built; the bytes are the message's.
 */
final class RawJson {
  private final byte[] message;
  private final int from;
  private final int to;
  private final boolean escaped;
  private final boolean spaced;

  /**
   * The bytes from here to there.
   *
   * @param escaped whether a string in it has escapes
   * @param spaced whether there is white space between its parts
   */
  RawJson(byte[] message, int from, int to, boolean escaped, boolean spaced) {
    this.message = message;
    this.from = from;
    this.to = to;
    this.escaped = escaped;
    this.spaced = spaced;
  }

  /** Its first character, which says what it is. */
  char kind() {
    return (char) message[from];
  }

  /** What a string says. */
  String text() {
    return escaped
        ? JsonParser.parseString(json()).getAsString()
        : new String(message, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  private String json() {
    return new String(message, from, to - from, StandardCharsets.UTF_8);
  }

  /** Whether it is a whole number written in digits alone, and in no more than so many. */
  boolean isNatural(int maxDigits) {
    for (int i = from; i < to; i++) {
      if (message[i] < '0' || message[i] > '9') {
        return false;
      }
    }
    return to - from <= maxDigits;
  }

  long natural() {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = 10 * value + message[i] - '0';
    }
    return value;
  }

  /** What stands in an array. */
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

  /** The bytes of it as one line, to be kept. */
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
