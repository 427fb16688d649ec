package dev.parley.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as clients send them, right and wrong. */
final class Wire {
  static final int FIN = 0x80;
  static final int MASKED = 0x80;

  private static final byte[] MASK = {0x12, (byte) 0xB4, 0x56, (byte) 0xF8};

  private Wire() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes, given as numbers. */
  static byte[] bytes(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] text(String text) {
    return frame(FIN | Opcode.TEXT, utf8(text));
  }

  static byte[] close(int code, byte[] reason) {
    return frame(FIN | Opcode.CLOSE, join(bytes(code >> 8, code), reason));
  }

  static byte[] close(int code) {
    return close(code, bytes());
  }

  static byte[] frame(int first, byte[] payload) {
    return frame(first, payload, MASK);
  }

  static byte[] frame(int first, byte[] payload, byte[] mask) {
    byte[] masked = payload.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask[i % Mask.BYTES];
    }
    return join(head(first, MASKED, payload.length), mask, masked);
  }

  static byte[] unmasked(int first, byte[] payload) {
    return join(head(first, 0, payload.length), payload);
  }

  /** The first bytes of a frame that declares this length, with the mask still to come. */
  static byte[] head(int first, int masked, long length) {
    ByteBuffer head = ByteBuffer.allocate(Head.LONGEST_SENT).put((byte) first);
    if (length >= 0 && length < 126) {
      head.put((byte) (masked | length));
    } else if (length >= 0 && length < 65_536) {
      head.put((byte) (masked | 126)).putShort((short) length);
    } else {
      head.put((byte) (masked | 127)).putLong(length);
    }
    byte[] bytes = new byte[head.flip().remaining()];
    head.get(bytes);
    return bytes;
  }
}
