package dev.parley.bench.dialect;

import java.nio.charset.StandardCharsets;

/** A letter without its number and its body: what stands before, between and behind them. */
final class Envelope {
  private static final byte[] NOTHING = {};

  private final byte[] head;
  private final boolean numbered;
  private final byte[] middle;
  private final byte[] tail;

  private Envelope(byte[] head, boolean numbered, byte[] middle, byte[] tail) {
    this.head = head;
    this.numbered = numbered;
    this.middle = middle;
    this.tail = tail;
  }

  static Envelope of(String letter) {
    String[] parts = letter.split(Dialect.BODY, 2);
    String[] front = parts[0].split(Dialect.NUMBER, 2);
    boolean numbered = front.length > 1;
    return new Envelope(
        bytes(front[0]),
        numbered,
        numbered ? bytes(front[1]) : NOTHING,
        parts.length > 1 ? bytes(parts[1]) : NOTHING);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  byte[] head() {
    return head;
  }

  boolean isNumbered() {
    return numbered;
  }

  byte[] middle() {
    return middle;
  }

  byte[] tail() {
    return tail;
  }
}
