package dev.parley.bench.dialect;

/** The place where messages are composed, one after the other. */
public final class Letter {
  private static final int LONGEST = 1 << 17;
  private static final int TEN = 10;

  private final byte[] bytes = new byte[LONGEST];
  private int length;

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** A message of which nothing but its number changes. */
  void compose(Envelope envelope, int number) {
    length = 0;
    begin(envelope, number);
    put(envelope.tail());
  }

  /** The {@code number}th message of a sender, with a body of this size. */
  void compose(Envelope envelope, Kind kind, int sender, int number, long sentAt, int size) {
    length = 0;
    begin(envelope, number);
    Mark.write(bytes, length, kind, sender, number, sentAt, size);
    length += size;
    put(envelope.tail());
  }

  private void begin(Envelope envelope, int number) {
    put(envelope.head());
    if (envelope.isNumbered()) {
      putDecimal(number);
    }
    put(envelope.middle());
  }

  private void put(byte[] part) {
    System.arraycopy(part, 0, bytes, length, part.length);
    length += part.length;
  }

  private void putDecimal(int number) {
    int digits = 1;
    for (int rest = number; rest >= TEN; rest /= TEN) {
      digits++;
    }
    int rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % TEN);
      rest /= TEN;
    }
    length += digits;
  }
}
