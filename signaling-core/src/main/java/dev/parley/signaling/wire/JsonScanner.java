package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over JSON text in UTF-8 and checks it strictly (RFC 8259), without building any value: most
 * of what comes is passed on as the bytes that came.
 */
final class JsonScanner {
  static final int MAX_DEPTH = 64;

  private static final int MAX_NUMBER = 1_000;
  private static final int UNIT_DIGITS = 4;
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
  private boolean spaced;
  private boolean escaped;

  JsonScanner(byte[] text, int from, int to) {
    this.text = text;
    this.at = from;
    this.end = to;
  }

  /** Where it stands. */
  int position() {
    return at;
  }

  boolean isAtEnd() {
    peek();
    return at == end;
  }

  /** The first byte of what comes, which is a character of ASCII or not JSON; 0 at the end. */
  char peek() {
    while (at < end && isSpace(text[at])) {
      at++;
      spaced = true;
    }
    return at < end ? (char) (text[at] & 0xFF) : 0;
  }

  /** Goes past this character if it is next. */
  boolean accept(char wanted) {
    boolean there = peek() == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  void expect(char wanted) {
    if (!accept(wanted)) {
      throw notJson();
    }
  }

  /** Goes past the name of a member and its colon. */
  RawJson name() {
    if (peek() != '"') {
      throw notJson();
    }
    RawJson name = value(MAX_DEPTH);
    expect(':');
    return name;
  }

  /** Goes past one value that is itself so deep in others. */
  RawJson value(int depth) {
    peek();
    spaced = false;
    escaped = false;
    int from = at;
    nested(depth);
    return new RawJson(text, from, at, escaped, spaced);
  }

  /** However deep, without recursion: the depth is a number, and not a stack. */
  private void nested(int outer) {
    int depth = outer;
    long objects = 0; // a bit for each depth: whether it is an object there, or an array
    do {
      char first = peek();
      if (first == '{' || first == '[') {
        if (++depth > MAX_DEPTH) {
          throw Fields.bad("The message is nested more than " + MAX_DEPTH + " deep.");
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
      throw Fields.bad("A number has at most " + MAX_NUMBER + " characters.");
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

  /** Where the first quote, backslash or control character is from there on, or the end. */
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

  /** Eight bytes at once: a byte that is zero after the exclusive or is one of those sought. */
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

  /** Halves of a pair come as a pair (RFC 8259, section 8.2, leaves the others to the reader). */
  private void character() {
    char unit = unit();
    if (Character.isLowSurrogate(unit)
        || (Character.isHighSurrogate(unit)
            && !(skip('\\') && skip('u') && Character.isLowSurrogate(unit())))) {
      throw Fields.bad("A string has half a character: surrogates come in pairs.");
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
    return Fields.bad("The message is not JSON as RFC 8259 defines it.");
  }
}
