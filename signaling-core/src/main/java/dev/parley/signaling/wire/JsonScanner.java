package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Validates JSON in UTF-8 (RFC 8259) without building values: most of a message is relayed as the
 * bytes that arrived. It does not check the UTF-8 itself, which transports have validated (RFC
 * 6455, section 8.1).
 *
 * <p>Nesting is bounded by a counter and a bit set, and not by recursion, so that no input
 * overflows the stack. One scanner reads one text, on one thread. Errors are {@code bad-message}.
 */
final class JsonScanner {
  /** One bit of a {@code long} for each level; the message itself counts as one. */
  static final int MAX_DEPTH = 64;

  /**
   * The longest number in characters: the parsers of all recipients have to cope with it (RFC 8259,
   * section 9, allows a limit).
   */
  static final int MAX_NUMBER = 1_000;

  /** Hexadecimal digits of a UTF-16 code unit in an escape sequence (RFC 8259, section 7). */
  private static final int UNIT_DIGITS = 4;

  // Constants for examining eight bytes at once (SWAR); see hasSpecial.
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH = 0x8080_8080_8080_8080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long CONTROLS = ONES * 0x20;

  private final byte[] text;
  private final int end;
  private int at;
  // About the value that is being read, for RawJson.
  private boolean spaced; // has white space between tokens
  private boolean escaped; // has escape sequences in strings

  JsonScanner(byte[] text, int from, int to) {
    this.text = text;
    this.at = from;
    this.end = to;
  }

  /** The index of the next byte. */
  int position() {
    return at;
  }

  /** Whether only white space is left. */
  boolean isAtEnd() {
    peek();
    return at == end;
  }

  /**
   * The next byte after white space, 0 at the end. A byte of a multi-byte character is not a
   * character here, and matches no token.
   */
  char peek() {
    while (at < end && isSpace(text[at])) {
      at++;
      spaced = true;
    }
    return at < end ? (char) (text[at] & 0xFF) : 0;
  }

  /** Advances past this character if it is next. */
  boolean accept(char wanted) {
    boolean there = peek() == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  /** Advances past this character, which must be next. */
  void expect(char wanted) {
    if (!accept(wanted)) {
      throw notJson();
    }
  }

  /** Advances past a member name and its colon; returns the name, with its quotes. */
  RawJson name() {
    if (peek() != '"') {
      throw notJson();
    }
    RawJson name = value(MAX_DEPTH);
    expect(':');
    return name;
  }

  /**
   * Advances past one value.
   *
   * @param depth the number of arrays and objects around it
   */
  RawJson value(int depth) {
    peek();
    spaced = false;
    escaped = false;
    int from = at;
    nested(depth);
    return new RawJson(text, from, at, escaped, spaced);
  }

  /**
   * Advances past a value of any depth without recursion. Each iteration reads one scalar, one
   * empty container or one opening bracket; the inner loop closes the containers that end after it.
   */
  private void nested(int outer) {
    int depth = outer;
    long objects = 0; // a bit for each level: 1 for an object, 0 for an array
    do {
      char first = peek();
      if (first == '{' || first == '[') {
        if (++depth > MAX_DEPTH) {
          throw ProtocolException.badMessage(
              "The message is nested more than " + MAX_DEPTH + " levels deep.");
        }
        at++;
        objects = (objects << 1) | (first == '{' ? 1 : 0);
        if (!accept(closing(objects))) {
          nameInside(objects);
          continue;
        }
        depth--;
        objects >>>= 1;
      } else {
        scalar(first);
      }
      while (depth > outer && !accept(',')) {
        expect(closing(objects));
        depth--;
        objects >>>= 1;
      }
      if (depth > outer) {
        nameInside(objects);
      }
    } while (depth > outer);
  }

  private static char closing(long objects) {
    return (objects & 1) == 1 ? '}' : ']';
  }

  private void nameInside(long objects) {
    if ((objects & 1) == 1) {
      if (peek() != '"') {
        throw notJson();
      }
      string();
      expect(':');
    }
  }

  private void scalar(char first) {
    switch (first) {
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at == end || text[at++] != word.charAt(i)) {
        throw notJson();
      }
    }
  }

  private void number() {
    int from = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    if (skip('.')) {
      digits();
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
    if (at - from > MAX_NUMBER) {
      throw ProtocolException.badMessage("A number has at most " + MAX_NUMBER + " characters.");
    }
  }

  private boolean skip(char wanted) {
    boolean there = at < end && text[at] == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  private void digits() {
    int from = at;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw notJson();
    }
  }

  private void string() {
    at++;
    while (true) {
      at = plain(at);
      if (at == end) {
        throw notJson();
      }
      switch (text[at++]) {
        case '"' -> {
          return;
        }
        case '\\' -> escape();
        default -> throw notJson(); // a control character
      }
    }
  }

  /** The index of the next quote, backslash or control character, or the end. */
  private int plain(int from) {
    int i = from;
    while (i + Long.BYTES <= end && !hasSpecial((long) EIGHT.get(text, i))) {
      i += Long.BYTES;
    }
    while (i < end && !isSpecial(text[i])) {
      i++;
    }
    return i;
  }

  /**
   * Whether one of eight bytes is special. After the exclusive or, a byte that equals the wanted
   * one is 0; subtracting 1 from it borrows, which sets its highest bit.
   */
  private static boolean hasSpecial(long eight) {
    long quote = eight ^ QUOTES;
    long backslash = eight ^ BACKSLASHES;
    long found = (quote - ONES) & ~quote;
    found |= (backslash - ONES) & ~backslash;
    found |= (eight - CONTROLS) & ~eight;
    return (found & HIGH) != 0;
  }

  private static boolean isSpecial(byte b) {
    return b == '"' || b == '\\' || (b >= 0 && b < 0x20);
  }

  private void escape() {
    escaped = true;
    if (at == end) {
      throw notJson();
    }
    switch (text[at++]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
      case 'u' -> character();
      default -> throw notJson();
    }
  }

  /**
   * The digits of an escaped UTF-16 code unit, and the second one of a surrogate pair. Unpaired
   * surrogates are refused: RFC 8259, section 8.2, leaves their meaning open, and they have no
   * UTF-8 encoding.
   */
  private void character() {
    char unit = unit();
    if (Character.isLowSurrogate(unit)
        || (Character.isHighSurrogate(unit)
            && !(skip('\\') && skip('u') && Character.isLowSurrogate(unit())))) {
      throw ProtocolException.badMessage("A string has an unpaired surrogate.");
    }
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < UNIT_DIGITS; i++) {
      int digit = at < end ? Character.digit(text[at++] & 0xFF, 16) : -1;
      if (digit < 0) {
        throw notJson();
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static ProtocolException notJson() {
    return ProtocolException.badMessage("The message is not JSON as RFC 8259 defines it.");
  }
}
