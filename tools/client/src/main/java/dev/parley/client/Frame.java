package dev.parley.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A frame as it was received.
 *
 * @param first FIN, the reserved bits and the opcode
 * @param payload the payload, which starts at the buffer's position
 */
public record Frame(int first, ByteBuffer payload) {
  private static final int NO_CODE = 1005;

  public int opcode() {
    return Opcode.of(first);
  }

  public String text() {
    return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
  }

  /** The code of a close frame, 1005 if it has none (RFC 6455, section 7.1.5). */
  public int closeCode() {
    return payload.remaining() < 2 ? NO_CODE : payload.getShort(payload.position()) & 0xFFFF;
  }
}
