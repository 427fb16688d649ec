package dev.parley.bench.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What each body begins with: who sent it, as which of theirs, when, and how long it is.
 *
 * <p>The rest of a body is always the same text, so that whoever gets it can see whether it is
 * whole. There is one mark, which is read into again and again.
 */
public final class Mark {
  private static final byte[] BEGINNING = "@parley:".getBytes(StandardCharsets.US_ASCII);
  private static final int INT = 8;
  private static final int LONG = 16;
  private static final int DIGIT = 4;
  private static final int KIND = BEGINNING.length;
  private static final int SENDER = KIND + 1;
  private static final int NUMBER = SENDER + INT;
  private static final int SENT_AT = NUMBER + INT;
  private static final int SIZE = SENT_AT + LONG;

  /** The length of a mark, and so of the shortest body. */
  public static final int LENGTH = SIZE + INT;

  private static final int LONGEST = 1 << 16;
  private static final byte[] FILLER = filler();
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Kind kind = Kind.OFFER;
  private int sender;
  private int number;
  private long sentAt;

  /** Text as session descriptions have it, as it stands in JSON. */
  private static byte[] filler() {
    String line =
        "a=candidate:842163049 1 udp 1677729535 203.0.113.17 54321 typ srflx raddr 0.0.0.0 rport 0"
            + " generation 0 ufrag F7gI network-cost 999\\r\\n";
    return line.repeat(LONGEST / line.length() + 1).getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes a body of this size; it begins with the mark. */
  static void write(byte[] to, int at, Kind kind, int sender, int number, long sentAt, int size) {
    System.arraycopy(FILLER, 0, to, at, size);
    if (to[at + size - 1] == '\\') {
      to[at + size - 1] = '_'; // half an escape would end the string
    }
    System.arraycopy(BEGINNING, 0, to, at, BEGINNING.length);
    to[at + KIND] = kind.letter();
    writeHex(to, at + SENDER, sender, INT);
    writeHex(to, at + NUMBER, number, INT);
    writeHex(to, at + SENT_AT, sentAt, LONG);
    writeHex(to, at + SIZE, size, INT);
  }

  /** Where a mark begins, or -1. */
  public static int find(byte[] bytes, int from, int to) {
    for (int at = from; at <= to - LENGTH; at++) {
      if (bytes[at] == BEGINNING[0]
          && Arrays.equals(bytes, at, at + KIND, BEGINNING, 0, BEGINNING.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Reads the mark there; false if the body is not whole. */
  public boolean read(byte[] bytes, int at, int to) {
    kind = Kind.of(bytes[at + KIND]);
    sender = (int) readHex(bytes, at + SENDER, INT);
    number = (int) readHex(bytes, at + NUMBER, INT);
    sentAt = readHex(bytes, at + SENT_AT, LONG);
    int size = (int) readHex(bytes, at + SIZE, INT);
    int last = size - 1; // may be other than in the filler
    return size >= LENGTH
        && size <= to - at
        && (size == LENGTH || Arrays.equals(bytes, at + LENGTH, at + last, FILLER, LENGTH, last));
  }

  private static void writeHex(byte[] to, int at, long value, int digits) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      to[i] = HEX[(int) rest & 0xF];
      rest >>>= DIGIT;
    }
  }

  private static long readHex(byte[] from, int at, int digits) {
    long value = 0;
    for (int i = at; i < at + digits; i++) {
      value = (value << DIGIT) | (Character.digit(from[i], 1 << DIGIT) & 0xF);
    }
    return value;
  }

  public Kind kind() {
    return kind;
  }

  public int sender() {
    return sender;
  }

  public int number() {
    return number;
  }

  public long sentAt() {
    return sentAt;
  }
}
