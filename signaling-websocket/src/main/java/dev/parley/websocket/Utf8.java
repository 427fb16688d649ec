package dev.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Validates UTF-8 (RFC 3629) that arrives in parts.
 *
 * <p>The state between two parts is an int: {@link #BOUNDARY} between characters; within a
 * character, the number of bytes that are missing (bits 16 and up), and the least (bits 8 to 15)
 * and greatest (bits 0 to 7) value of the next byte. That range rejects overlong encodings,
 * surrogates and code points past U+10FFFF at the first byte that reveals them.
 *
 * <p>The JDK's {@code CharsetDecoder} needs buffers on both sides and produces characters, although
 * messages are passed on as bytes.
 */
final class Utf8 {
  static final int BOUNDARY = 0;
  static final int INVALID = -1;

  /** The highest bit of each of eight bytes: a byte that has it set is not ASCII. */
  static final long NOT_ASCII = 0x8080808080808080L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ANY_CONTINUATION = range(0x80, 0xBF);

  /** The state after the first byte of a character, by that byte. */
  private static final int[] AFTER_FIRST = afterFirst();

  private Utf8() {}

  /** The state after these bytes. {@link #INVALID} is final. */
  static int validate(int state, byte[] bytes, int from, int to) {
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

  /** Skips ASCII, which most text is, eight bytes at a time. */
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
    int missing = (state >> 16) - 1;
    return missing == 0 ? BOUNDARY : (missing << 16) | ANY_CONTINUATION;
  }

  private static int[] afterFirst() {
    int[] states = new int[256];
    for (int octet = 0; octet < states.length; octet++) {
      states[octet] = afterFirst(octet);
    }
    return states;
  }

  /** The second bytes that may follow each first byte (RFC 3629 section 4). */
  private static int afterFirst(int octet) {
    return switch (octet) {
      case 0xE0 -> (2 << 16) | range(0xA0, 0xBF); // less is overlong
      case 0xED -> (2 << 16) | range(0x80, 0x9F); // more is a surrogate
      case 0xF0 -> (3 << 16) | range(0x90, 0xBF); // less is overlong
      case 0xF4 -> (3 << 16) | range(0x80, 0x8F); // more is past U+10FFFF
      default -> {
        if (octet < 0x80) {
          yield BOUNDARY;
        } else if (octet < 0xC2) {
          yield INVALID; // a continuation byte, or overlong
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
