package dev.parley.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Encodes frames of clients, valid and invalid. */
final class ClientFrames {
  static final int FIN = 0x80;
  static final int MASKED = 0x80;

  private static final byte[] MASK = {0x12, (byte) 0xB4, 0x56, (byte) 0xF8};

  private ClientFrames() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes from ints, of which the lowest eight bits count. */
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
      masked[i] ^= mask[i % Masking.KEY_BYTES];
    }
    return join(header(first, MASKED, payload.length), mask, masked);
  }

  static byte[] unmasked(int first, byte[] payload) {
    return join(header(first, 0, payload.length), payload);
  }

  /** Decodes a part of these bytes, as one read. */
  static void feed(FrameDecoder decoder, byte[] bytes, int from, int length)
      throws WebSocketException {
    byte[] read = new byte[FrameDecoder.HEADROOM + length];
    System.arraycopy(bytes, from, read, FrameDecoder.HEADROOM, length);
    decoder.decode(read, FrameDecoder.HEADROOM, read.length);
  }

  /** A header that declares this payload length, without the masking key. */
  static byte[] header(int first, int masked, long length) {
    ByteBuffer header = ByteBuffer.allocate(FrameHeader.MAX_SERVER_BYTES).put((byte) first);
    if (length >= 0 && length < 126) {
      header.put((byte) (masked | length));
    } else if (length >= 0 && length < 65_536) {
      header.put((byte) (masked | 126)).putShort((short) length);
    } else {
      header.put((byte) (masked | 127)).putLong(length);
    }
    byte[] bytes = new byte[header.flip().remaining()];
    header.get(bytes);
    return bytes;
  }
}
