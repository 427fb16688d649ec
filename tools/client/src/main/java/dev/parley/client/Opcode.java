package dev.parley.client;

/** The opcodes of WebSocket frames (RFC 6455, section 5.2), and the bits beside them. */
public final class Opcode {
  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;

  /** Set in the first byte of the last frame of a message, and of each control frame. */
  public static final int FIN = 0x80;

  /** The three bits of the first byte that only extensions may set. */
  public static final int RESERVED = 0x70;

  static final int FIRST_CONTROL = 0x8;
  static final int MASK = 0x0F;

  private Opcode() {}

  /** The opcode in the first byte of a frame. */
  public static int of(int first) {
    return first & MASK;
  }

  public static boolean isControl(int first) {
    return of(first) >= FIRST_CONTROL;
  }
}
