package dev.parley.bench.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes frames as a client does: masked (RFC 6455, section 5.3). */
final class FrameWriter {
  /** The most bytes that stand before a payload. */
  static final int MAX_HEADER = 14;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 125;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MAX_TWO_BYTES = 0xFFFF;

  private FrameWriter() {}

  /** Writes a whole message. The payload is masked where it is, and so is of no use afterwards. */
  static void write(ByteBuffer out, int opcode, byte[] payload, int length, int key) {
    out.put((byte) (FIN | opcode));
    if (length <= SHORT_LENGTH) {
      out.put((byte) (MASKED | length));
    } else if (length <= MAX_TWO_BYTES) {
      out.put((byte) (MASKED | TWO_BYTES)).putShort((short) length);
    } else {
      out.put((byte) (MASKED | EIGHT_BYTES)).putLong(length);
    }
    out.putInt(Integer.reverseBytes(key)); // the key's lowest byte masks the first of the payload
    mask(payload, length, key);
    out.put(payload, 0, length);
  }

  private static void mask(byte[] bytes, int length, int key) {
    long twice = (key & 0xFFFF_FFFFL) * 0x1_0000_0001L;
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
    }
    for (; at < length; at++) {
      bytes[at] ^= (byte) (key >>> (Byte.SIZE * (at & 3)));
    }
  }
}
