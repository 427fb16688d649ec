package dev.parley.websocket;

import java.util.Arrays;

/**
 * Decodes the frames of one client from a stream of bytes that may be split anywhere (RFC 6455
 * sections 5 and 8.1), and reports messages and control frames to a {@link DecoderListener}.
 *
 * <p>Payloads are unmasked and validated in place, as soon as they arrive. Between two reads, only
 * the payload of an incomplete message is kept (by the {@link MessageAssembler}), and an incomplete
 * header or control frame. Belongs to the connection's I/O thread.
 */
final class FrameDecoder {
  private static final byte[] NOTHING = {};
  private static final int INCOMPLETE = -1;

  /**
   * The limit of control frames in one read. A read of {@link IoBuffers#SIZE} has space for 21,845
   * empty pings, each of which costs far more than its six bytes; no client needs as many.
   */
  private static final int MAX_CONTROL_FRAMES = 4_096;

  /**
   * The free bytes that an array needs in front of a read, for what is left over from the read
   * before. At most that is a control frame that lacks its last byte; its length is in the second
   * byte, so its header has no extended length.
   */
  static final int HEADROOM =
      FrameHeader.MIN_BYTES + Masking.KEY_BYTES + FrameHeader.MAX_CONTROL_PAYLOAD;

  private final MessageAssembler assembler;
  private final DecoderListener listener;

  /** An incomplete header or control frame. */
  private byte[] incomplete = NOTHING;

  // The data frame whose header has arrived: the length of the rest of its payload, the masking
  // key for that rest, and its FIN bit.
  private int remaining;
  private int maskingKey;
  private boolean isFinal;

  private boolean closed;
  private int controlFrames; // in the current read

  FrameDecoder(MessageLimits limits, BufferQuota quota, DecoderListener listener) {
    this.assembler = new MessageAssembler(limits, quota);
    this.listener = listener;
  }

  /**
   * Decodes the bytes of one read. The array is modified, from {@link #HEADROOM} before the first
   * byte on. Bytes after a close frame are ignored (RFC 6455 section 5.5.1).
   *
   * @throws WebSocketException if the connection must be failed; nothing may be decoded after it
   */
  void decode(byte[] bytes, int from, int to) throws WebSocketException {
    controlFrames = 0;
    int at = from - incomplete.length;
    System.arraycopy(incomplete, 0, bytes, at, incomplete.length);
    incomplete = NOTHING;
    while (at < to && !closed) {
      int next = remaining > 0 ? decodePayload(bytes, at, to) : decodeFrame(bytes, at, to);
      if (next == INCOMPLETE) {
        incomplete = Arrays.copyOfRange(bytes, at, to);
        return;
      }
      at = next;
    }
  }

  /** Ends decoding, and releases the buffer of an incomplete message. */
  void close() {
    closed = true;
    assembler.release();
  }

  /**
   * The number of the message that has arrived in part, or {@link WebSocket#NO_MESSAGE}: see {@link
   * WebSocket#incompleteMessage}.
   */
  long incompleteMessage() {
    return assembler.incompleteMessage();
  }

  /** Decodes a header, and as much of the payload as is there. Returns the index after it. */
  private int decodeFrame(byte[] bytes, int at, int to) throws WebSocketException {
    if (to - at < FrameHeader.MIN_BYTES) {
      return INCOMPLETE;
    }
    int first = bytes[at];
    FrameHeader.validate(first, bytes[at + 1]);
    int begin = at + FrameHeader.clientLength(bytes[at + 1]);
    if (begin > to) {
      return INCOMPLETE;
    }
    long length = FrameHeader.payloadLength(bytes, at);
    maskingKey = Masking.key(bytes, begin - Masking.KEY_BYTES);
    int opcode = FrameHeader.opcode(first);
    if (Opcode.isControl(opcode)) {
      int end = begin + (int) length;
      return end > to ? INCOMPLETE : decodeControlFrame(opcode, bytes, begin, end);
    }
    assembler.beginFrame(opcode, length); // which checks that the length is within int
    remaining = (int) length;
    isFinal = FrameHeader.isFinal(first);
    return decodePayload(bytes, begin, to);
  }

  private int decodePayload(byte[] bytes, int at, int to) throws WebSocketException {
    int end = at + Math.min(to - at, remaining);
    boolean ascii = Masking.unmask(maskingKey, bytes, at, end);
    maskingKey = Masking.rotate(maskingKey, end - at);
    remaining -= end - at;
    assembler.validate(ascii, bytes, at, end);
    if (isFinal && remaining == 0) {
      assembler.complete(bytes, at, end, listener);
    } else {
      assembler.append(bytes, at, end);
    }
    return end;
  }

  private int decodeControlFrame(int opcode, byte[] bytes, int begin, int end)
      throws WebSocketException {
    if (++controlFrames > MAX_CONTROL_FRAMES) {
      throw WebSocketException.tooManyControlFrames();
    }
    boolean ascii = Masking.unmask(maskingKey, bytes, begin, end);
    if (opcode == Opcode.PING) {
      listener.onPing(Arrays.copyOfRange(bytes, begin, end));
    } else if (opcode == Opcode.CLOSE) {
      closed = true;
      listener.onClose(closeCode(ascii, bytes, begin, end));
    }
    return end; // a pong needs no handling: any bytes count as activity
  }

  /** The code of a close frame, whose reason is validated and ignored (RFC 6455 section 5.5.1). */
  private static int closeCode(boolean ascii, byte[] bytes, int begin, int end)
      throws WebSocketException {
    if (begin == end) {
      return CloseCodes.NO_STATUS_RECEIVED;
    }
    if (end - begin == 1) {
      throw WebSocketException.protocolError("a close code has two bytes");
    }
    int code = (bytes[begin] & 0xFF) << 8 | (bytes[begin + 1] & 0xFF);
    if (!CloseCodes.mayBeSent(code)) {
      throw WebSocketException.protocolError("a close frame must not have this code");
    }
    if (!ascii && Utf8.validate(Utf8.BOUNDARY, bytes, begin + 2, end) != Utf8.BOUNDARY) {
      throw WebSocketException.invalidUtf8();
    }
    return code;
  }
}
