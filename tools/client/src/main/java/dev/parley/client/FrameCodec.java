package dev.parley.client;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encodes and decodes the frames of WebSockets (RFC 6455, section 5). Those of a client are masked,
 * those of a server are not. Works on arrays of the caller and allocates nothing for a frame, so
 * that it serves blocking and non-blocking connections.
 *
 * <p>The first byte of a frame holds FIN, the reserved bits and the opcode. It is passed as it is
 * on the wire, so that tests can send frames that the specification forbids.
 */
public final class FrameCodec {
  /** The longest header of a frame: two bytes, eight of length and four of the masking key. */
  public static final int MAX_HEADER_BYTES = 14;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MAX_TWO_BYTES = 0xFFFF;
  private static final int FIXED_KEY = 0x3A915CE7;

  /** Receives decoded frames. */
  @FunctionalInterface
  public interface Handler {
    /** One frame. Its payload is valid until the method returns. */
    void frame(int first, byte[] bytes, int from, int to) throws IOException;
  }

  private FrameCodec() {}

  /** A frame of a server. */
  public static byte[] encodeUnmasked(int first, byte[] payload) {
    byte[] header = header(first, false, payload.length);
    byte[] frame = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, frame, header.length, payload.length);
    return frame;
  }

  /**
   * A masked frame with a constant masking key, for callers that send the same bytes repeatedly.
   */
  public static byte[] encode(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + MAX_HEADER_BYTES);
    encode(frame, first, payload, payload.length, FIXED_KEY);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /**
   * Writes a masked frame whose payload is the first {@code length} bytes of the array, which stays
   * as it is. The buffer needs room for {@link #MAX_HEADER_BYTES} more than the payload.
   */
  public static void encode(ByteBuffer out, int first, byte[] payload, int length, int key) {
    header(out, first, MASKED, length);
    out.putInt(Integer.reverseBytes(key)); // the key's lowest byte masks the payload's first
    int from = out.position();
    out.put(payload, 0, length);
    mask(out, from, out.position(), key);
  }

  /** The first bytes of a frame that declares a length, up to the masking key, if it has one. */
  public static byte[] header(int first, boolean masked, long length) {
    ByteBuffer header = ByteBuffer.allocate(MAX_HEADER_BYTES);
    header(header, first, masked ? MASKED : 0, length);
    return Arrays.copyOf(header.array(), header.position());
  }

  private static void header(ByteBuffer out, int first, int masked, long length) {
    out.put((byte) first);
    if (length < TWO_BYTES) {
      out.put((byte) (masked | length));
    } else if (length <= MAX_TWO_BYTES) {
      out.put((byte) (masked | TWO_BYTES)).putShort((short) length);
    } else {
      out.put((byte) (masked | EIGHT_BYTES)).putLong(length);
    }
  }

  private static void mask(ByteBuffer bytes, int from, int to, int key) {
    long twice = (key & 0xFFFF_FFFFL) * 0x1_0000_0001L;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
    }
    for (; at < to; at++) {
      bytes.put(at, (byte) (bytes.get(at) ^ (key >>> (Byte.SIZE * ((at - from) & 3)))));
    }
  }

  /** Decodes the frames of a server, which must not be masked. */
  public static int decode(byte[] bytes, int from, int to, int maxPayload, Handler handler)
      throws IOException {
    return decode(bytes, from, to, maxPayload, false, handler);
  }

  /**
   * Decodes all complete frames, and returns the index of the first byte after them. Unmasks a
   * payload in the array.
   *
   * @param masked whether frames have to be masked, as those of a client are, or must not be
   * @throws ProtocolException if a frame breaks that rule, or is longer than the limit
   */
  public static int decode(
      byte[] bytes, int from, int to, int maxPayload, boolean masked, Handler handler)
      throws IOException {
    int at = from;
    while (to - at >= 2) {
      int payload = at + 2 + lengthBytes(bytes[at + 1]) + (masked ? Integer.BYTES : 0);
      if (payload > to) {
        break;
      }
      if ((bytes[at + 1] & MASKED) != (masked ? MASKED : 0)) {
        throw new ProtocolException(masked ? "a frame without a mask" : "a frame with a mask");
      }
      long length = length(bytes, at + 1, maxPayload);
      if (to - payload < length) {
        break;
      }
      int first = bytes[at] & 0xFF;
      at = payload + (int) length;
      if (masked) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        mask(buffer, payload, at, Integer.reverseBytes(buffer.getInt(payload - Integer.BYTES)));
      }
      handler.frame(first, bytes, payload, at);
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

  private static long length(byte[] bytes, int at, int maxPayload) throws ProtocolException {
    long length = bytes[at] & LENGTH;
    if (length >= TWO_BYTES) {
      int count = lengthBytes(bytes[at]);
      length = 0;
      for (int i = 1; i <= count; i++) {
        length = (length << Byte.SIZE) | (bytes[at + i] & 0xFF);
      }
    }
    if (length < 0 || length > maxPayload) {
      throw new ProtocolException("a frame of " + Long.toUnsignedString(length) + " bytes");
    }
    return length;
  }
}
