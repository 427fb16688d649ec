package dev.parley.bench.dialect;

/** The bytes of one message; all clients of a run compose their messages in the same buffer. */
public final class MessageBuffer {
  private static final int CAPACITY = 1 << 17;
  private static final int TEN = 10;

  private final byte[] bytes = new byte[CAPACITY];
  private int length;

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  void put(byte[] part) {
    System.arraycopy(part, 0, bytes, length, part.length);
    length += part.length;
  }

  void putDecimal(int number) {
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

  void putPayload(MessageKind kind, int sender, int number, long sentAt, int size) {
    Payload.write(bytes, length, kind, sender, number, sentAt, size);
    length += size;
  }
}
