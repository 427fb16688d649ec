package dev.parley.websocket;

/**
 * The opcodes of frames (RFC 6455 section 5.2). They are ints and not an enum because the decoder
 * compares them for each frame.
 */
final class Opcode {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private Opcode() {}

  static boolean isKnown(int opcode) {
    return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
  }

  /** Control frames (RFC 6455 section 5.5) have the highest bit set, the reserved ones too. */
  static boolean isControl(int opcode) {
    return (opcode & 0x8) != 0;
  }
}
