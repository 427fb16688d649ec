package dev.parley.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes and encodes frame headers (RFC 6455 section 5.2): FIN, three reserved bits and the
 * opcode; the MASK bit and a length of 7 bits; for 126 and 127, the length in 2 or 8 more bytes;
 * the masking key. Clients mask all frames and servers none (section 5.1).
 */
final class FrameHeader {
  /** The first two bytes, which determine the length of the header. */
  static final int MIN_BYTES = 2;

  /** The longest header that a server sends: it has no masking key. */
  static final int MAX_SERVER_BYTES = MIN_BYTES + Long.BYTES;

  /** RFC 6455 section 5.5. */
  static final int MAX_CONTROL_PAYLOAD = 125;

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

  private FrameHeader() {}

  static boolean isFinal(int first) {
    return (first & FIN) != 0;
  }

  static int opcode(int first) {
    return first & OPCODE;
  }

  /** Validates the first two bytes of a client's frame, before the rest of its header arrives. */
  static void validate(int first, int second) throws WebSocketException {
    int opcode = opcode(first);
    if ((first & RESERVED) != 0) {
      throw WebSocketException.protocolError("reserved bits are set, and no extension is in use");
    }
    if (!Opcode.isKnown(opcode)) {
      throw WebSocketException.protocolError("the opcode is reserved");
    }
    if ((second & MASKED) == 0) {
      throw WebSocketException.protocolError("a client must mask its frames");
    }
    if (Opcode.isControl(opcode) && (!isFinal(first) || (second & LENGTH) > MAX_CONTROL_PAYLOAD)) {
      throw WebSocketException.protocolError("a control frame has at most 125 bytes, unfragmented");
    }
  }

  /** The length of a client's header, masking key included, by its second byte. */
  static int clientLength(int second) {
    int length = second & LENGTH;
    int extended =
        length < LENGTH_IN_TWO_BYTES ? 0 : length == LENGTH_IN_TWO_BYTES ? 2 : Long.BYTES;
    return MIN_BYTES + extended + Masking.KEY_BYTES;
  }

  /** The payload length that the complete header at this index declares. */
  static long payloadLength(byte[] bytes, int at) throws WebSocketException {
    int length = bytes[at + 1] & LENGTH;
    long declared =
        switch (length) {
          case LENGTH_IN_TWO_BYTES -> (short) SHORTS.get(bytes, at + MIN_BYTES) & 0xFFFFL;
          case LENGTH_IN_EIGHT_BYTES -> (long) LONGS.get(bytes, at + MIN_BYTES);
          default -> length;
        };
    if (declared < 0) {
      throw WebSocketException.protocolError("a payload length has 63 bits");
    }
    if (serverLength(declared) + Masking.KEY_BYTES != clientLength(length)) {
      throw WebSocketException.protocolError("a payload length must have its shortest encoding");
    }
    return declared;
  }

  /** The length of a server's header for a payload of this length. */
  static int serverLength(long payloadLength) {
    return MIN_BYTES
        + (payloadLength < LENGTH_IN_TWO_BYTES ? 0 : payloadLength <= 0xFFFF ? 2 : Long.BYTES);
  }

  /** Puts a server's header. FIN is set: this side never fragments its messages. */
  static void put(ByteBuffer buffer, int opcode, int payloadLength) {
    buffer.put((byte) (FIN | opcode));
    if (payloadLength < LENGTH_IN_TWO_BYTES) {
      buffer.put((byte) payloadLength);
    } else if (payloadLength <= 0xFFFF) {
      buffer.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) payloadLength);
    } else {
      buffer.put((byte) LENGTH_IN_EIGHT_BYTES).putLong(payloadLength);
    }
  }
}
