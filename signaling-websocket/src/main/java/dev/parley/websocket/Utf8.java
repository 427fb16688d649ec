package dev.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 (RFC 3629) that comes in pieces.
 *
 * <p>The state between two pieces is an int: {@link #BOUNDARY} between characters; within one, how
 * many bytes are to come, and the least and the greatest that the next may be. That range is what
 * refuses overlong spellings, surrogates and what lies past U+10FFFF at the first byte that shows
 * it.
 */
final class Utf8 {
  static final int BOUNDARY = 0;
  static final int INVALID = -1;

  /** Where a byte has this bit, it is not ASCII. */
  static final long NOT_ASCII = 0x8080808080808080L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ANY_CONTINUATION = range(0x80, 0xBF);
  private static final int[] AFTER_FIRST = afterFirst();

  private Utf8() {}

  /** The state after these bytes; once {@link #INVALID}, it remains so. */
  static int check(int state, byte[] bytes, int from, int to) {
    int now = state;
    int at = from;
    while (at < to && now != INVALID) {
      int octet = bytes[at] & 0xFF;
      at++;
      if (now != BOUNDARY) {
        now = next(now, octet);
      } else if (octet < 0x80) {
        at = skipAscii(bytes, at, to);
      } else {
        now = AFTER_FIRST[octet];
      }
    }
    return now;
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    int at = from;
    int last = to - Long.BYTES;
    while (at <= last && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private static int next(int state, int octet) {
    if (octet < ((state >> 8) & 0xFF) || octet > (state & 0xFF)) {
      return INVALID;
    }
    int left = (state >> 16) - 1;
    return left == 0 ? BOUNDARY : (left << 16) | ANY_CONTINUATION;
  }

  private static int[] afterFirst() {
    int[] states = new int[256];
    for (int octet = 0; octet < states.length; octet++) {
      states[octet] = afterFirst(octet);
    }
    return states;
  }

  /** RFC 3629 section 4: which second bytes may follow which first. */
  private static int afterFirst(int octet) {
    return switch (octet) {
      case 0xE0 -> (2 << 16) | range(0xA0, 0xBF);
      case 0xED -> (2 << 16) | range(0x80, 0x9F);
      case 0xF0 -> (3 << 16) | range(0x90, 0xBF);
      case 0xF4 -> (3 << 16) | range(0x80, 0x8F);
      default -> {
        if (octet < 0x80) {
          yield BOUNDARY;
        } else if (octet < 0xC2) {
          yield INVALID;
        } else if (octet < 0xE0) {
          yield (1 << 16) | ANY_CONTINUATION;
        } else if (octet < 0xF0) {
          yield (2 << 16) | ANY_CONTINUATION;
        } else {
          yield octet < 0xF4 ? (3 << 16) | ANY_CONTINUATION : INVALID;
        }
      }
    };
  }

  private static int range(int least, int greatest) {
    return (least << 8) | greatest;
  }
}
