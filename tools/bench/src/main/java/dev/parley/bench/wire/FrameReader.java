package dev.parley.bench.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the frames of one server out of what comes from its socket. */
final class FrameReader {
  /** The longest message that is taken; nothing that a server of these sends comes near it. */
  static final int MAX_LENGTH = 1 << 18;

  private static final int FIN = 0x80;
  private static final int OPCODE = 0x0F;
  private static final int RESERVED = 0x70;
  private static final int LENGTH = 0x7F;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int FIRST_CONTROL = 8;

  private @Nullable ByteArrayOutputStream fragments;

  /** Who is told. The bytes are good until the call returns. */
  interface Receiver {
    void message(byte[] bytes, int from, int to) throws IOException;

    void control(int opcode, byte[] bytes, int from, int to) throws IOException;
  }

  /** Reads all frames that are whole, and returns where the rest begins. */
  int read(byte[] bytes, int from, int to, Receiver receiver) throws IOException {
    int at = from;
    while (to - at >= 2) {
      int payload = at + 2 + lengthBytes(bytes[at + 1]);
      if (payload > to) {
        break;
      }
      long length = length(bytes, at + 1);
      if ((bytes[at] & RESERVED) != 0 || length < 0 || length > MAX_LENGTH) {
        throw new IOException("the server sends what is no frame, or one too long");
      }
      if (to - payload < length) {
        break;
      }
      int end = payload + (int) length;
      frame(bytes[at], bytes, payload, end, receiver);
      at = end;
    }
    return at;
  }

  private static int lengthBytes(byte length) {
    return switch (length & LENGTH) {
      case TWO_BYTES -> Short.BYTES;
      case EIGHT_BYTES -> Long.BYTES;
      default -> 0;
    };
  }

  /** A masked frame, which servers must not send, has a length beyond all bounds here. */
  private static long length(byte[] bytes, int at) {
    int announced = bytes[at] & 0xFF;
    if (announced < TWO_BYTES) {
      return announced;
    }
    long length = announced > EIGHT_BYTES ? -1 : 0;
    for (int i = 1; i <= lengthBytes(bytes[at]); i++) {
      length = (length << Byte.SIZE) | (bytes[at + i] & 0xFF);
    }
    return length;
  }

  private void frame(byte first, byte[] bytes, int from, int to, Receiver receiver)
      throws IOException {
    int opcode = first & OPCODE;
    boolean whole = (first & FIN) != 0;
    if (opcode >= FIRST_CONTROL) {
      receiver.control(opcode, bytes, from, to);
    } else if (whole && opcode != Opcode.CONTINUATION) {
      receiver.message(bytes, from, to);
    } else {
      join(whole, bytes, from, to, receiver);
    }
  }

  private void join(boolean last, byte[] bytes, int from, int to, Receiver receiver)
      throws IOException {
    ByteArrayOutputStream parts = fragments == null ? new ByteArrayOutputStream() : fragments;
    parts.write(bytes, from, to - from);
    fragments = last ? null : parts;
    if (last) {
      byte[] whole = parts.toByteArray();
      receiver.message(whole, 0, whole.length);
    }
  }
}
