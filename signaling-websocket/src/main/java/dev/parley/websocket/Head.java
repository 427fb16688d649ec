package dev.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What stands before a frame's payload (RFC 6455 section 5.2). */
final class Head {
  /** The first two bytes, from which follows how long it is. */
  static final int SHORTEST = 2;

  /** Of a frame that a server sends: without a mask. */
  static final int LONGEST_SENT = SHORTEST + Long.BYTES;

  static final int LONGEST_CONTROL_PAYLOAD = 125;

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Head() {}

  static boolean isFinal(int first) {
    return (first & FIN) != 0;
  }

  static int opcode(int first) {
    return first & OPCODE;
  }

  /** Refuses what no frame of a client may begin with. */
  static void check(int first, int second) throws Violation {
    int opcode = opcode(first);
    if ((first & RESERVED) != 0) {
      throw Violation.protocol("the reserved bits belong to extensions, and none is agreed on");
    }
    if (!Opcode.isKnown(opcode)) {
      throw Violation.protocol("this opcode is reserved");
    }
    if ((second & MASKED) == 0) {
      throw Violation.protocol("a client masks its frames");
    }
    if (Opcode.isControl(opcode)
        && (!isFinal(first) || (second & LENGTH) > LONGEST_CONTROL_PAYLOAD)) {
      throw Violation.protocol("a control frame is short, and in one piece");
    }
  }

  /** How long a client's is, with the mask. */
  static int size(int second) {
    int length = second & LENGTH;
    int more = length < LENGTH_IN_TWO_BYTES ? 0 : length == LENGTH_IN_TWO_BYTES ? 2 : Long.BYTES;
    return SHORTEST + more + Mask.BYTES;
  }

  /** The payload's declared length. */
  static long length(byte[] bytes, int at) throws Violation {
    int length = bytes[at + 1] & LENGTH;
    long declared =
        switch (length) {
          case LENGTH_IN_TWO_BYTES -> (short) SHORTS.get(bytes, at + SHORTEST) & 0xFFFFL;
          case LENGTH_IN_EIGHT_BYTES -> (long) LONGS.get(bytes, at + SHORTEST);
          default -> length;
        };
    if (declared < 0) {
      throw Violation.protocol("a length has 63 bits");
    }
    if (sizeSent(declared) + Mask.BYTES != size(length)) {
      throw Violation.protocol("a length is spelled as shortly as can be");
    }
    return declared;
  }

  /** How long the head is of a frame that a server sends. */
  static int sizeSent(long length) {
    return SHORTEST + (length < LENGTH_IN_TWO_BYTES ? 0 : length <= 0xFFFF ? 2 : Long.BYTES);
  }

  /** Begins a frame that is a whole message, or a control frame. */
  static void put(ByteBuffer buffer, int opcode, int length) {
    buffer.put((byte) (FIN | opcode));
    if (length < LENGTH_IN_TWO_BYTES) {
      buffer.put((byte) length);
    } else if (length <= 0xFFFF) {
      buffer.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) length);
    } else {
      buffer.put((byte) LENGTH_IN_EIGHT_BYTES).putLong(length);
    }
  }
}
