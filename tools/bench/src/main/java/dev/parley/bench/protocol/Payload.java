package dev.parley.bench.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The payload of a message: a header with sender, number, time and length, and a filler.
 *
 * <p>The filler is always the same text, so that a receiver can detect a truncated or altered
 * payload. One instance holds the header that was read last; a run reuses it for all messages.
 */
public final class Payload {
  private static final byte[] MAGIC = "@parley:".getBytes(StandardCharsets.US_ASCII);
  private static final int INT_DIGITS = 8;
  private static final int LONG_DIGITS = 16;
  private static final int BITS_PER_DIGIT = 4;

  private static final int KIND = MAGIC.length;
  private static final int SENDER = KIND + 1;
  private static final int NUMBER = SENDER + INT_DIGITS;
  private static final int SENT_AT = NUMBER + INT_DIGITS;
  private static final int SIZE = SENT_AT + LONG_DIGITS;

  /** The length of the header, and so of the shortest payload. */
  public static final int HEADER_LENGTH = SIZE + INT_DIGITS;

  private static final int MAX_LENGTH = 1 << 16;
  private static final byte[] FILLER = filler();
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private MessageKind kind = MessageKind.OFFER;
  private int sender;
  private int number;
  private long sentAt;

  /** Text like a session description's, escaped for JSON. */
  private static byte[] filler() {
    String line =
        "a=candidate:842163049 1 udp 1677729535 203.0.113.17 54321 typ srflx raddr 0.0.0.0 rport 0"
            + " generation 0 ufrag F7gI network-cost 999\\r\\n";
    return line.repeat(MAX_LENGTH / line.length() + 1).getBytes(StandardCharsets.US_ASCII);
  }

  static void write(
      ByteBuffer out, MessageKind kind, int sender, int number, long sentAt, int size) {
    int at = out.position();
    int last = at + size - 1;
    out.put(FILLER, 0, size);
    if (out.get(last) == '\\') {
      out.put(last, (byte) '_'); // half an escape would make the JSON string invalid
    }
    out.put(at, MAGIC).put(at + KIND, kind.code());
    putHex(out, at + SENDER, sender, INT_DIGITS);
    putHex(out, at + NUMBER, number, INT_DIGITS);
    putHex(out, at + SENT_AT, sentAt, LONG_DIGITS);
    putHex(out, at + SIZE, size, INT_DIGITS);
  }

  /** The index of the first payload in these bytes, or -1. */
  public static int find(byte[] bytes, int from, int to) {
    for (int at = from; at <= to - HEADER_LENGTH; at++) {
      if (bytes[at] == MAGIC[0] && Arrays.equals(bytes, at, at + KIND, MAGIC, 0, MAGIC.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Reads the header at an index; false if the payload is truncated or altered. */
  public boolean read(byte[] bytes, int at, int to) {
    kind = MessageKind.of(bytes[at + KIND]);
    sender = (int) readHex(bytes, at + SENDER, INT_DIGITS);
    number = (int) readHex(bytes, at + NUMBER, INT_DIGITS);
    sentAt = readHex(bytes, at + SENT_AT, LONG_DIGITS);
    int size = (int) readHex(bytes, at + SIZE, INT_DIGITS);
    int last = size - 1; // may differ from the filler
    return size >= HEADER_LENGTH
        && size <= to - at
        && (size == HEADER_LENGTH
            || Arrays.equals(bytes, at + HEADER_LENGTH, at + last, FILLER, HEADER_LENGTH, last));
  }

  private static void putHex(ByteBuffer out, int at, long value, int digits) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      out.put(i, HEX[(int) rest & 0xF]);
      rest >>>= BITS_PER_DIGIT;
    }
  }

  private static long readHex(byte[] from, int at, int digits) {
    long value = 0;
    for (int i = at; i < at + digits; i++) {
      value = (value << BITS_PER_DIGIT) | (Character.digit(from[i], 1 << BITS_PER_DIGIT) & 0xF);
    }
    return value;
  }

  public MessageKind kind() {
    return kind;
  }

  public int sender() {
    return sender;
  }

  public int number() {
    return number;
  }

  /** When it was due to be sent ({@link System#nanoTime}). */
  public long sentAt() {
    return sentAt;
  }
}
