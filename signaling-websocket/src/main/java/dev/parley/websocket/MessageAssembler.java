package dev.parley.websocket;

import java.util.Arrays;

/**
 * Assembles messages from frames and from the parts of frames that each read brings (RFC 6455
 * section 5.4), within {@link MessageLimits} and a {@link BufferQuota}.
 *
 * <p>A message that arrives within one read is passed on from where it was read, without a copy.
 */
final class MessageAssembler {
  private static final byte[] NOTHING = {};

  private final MessageLimits limits;
  private final BufferQuota quota;

  /**
   * The message so far, in the first {@link #size} bytes. Its capacity is reserved in the quota.
   */
  private byte[] buffer = NOTHING;

  private int size;
  private int opcode; // of the first frame, which determines the type of the message
  private int fragments; // frames so far, 0 between messages
  private long completed; // messages
  private int utf8State = Utf8.BOUNDARY;

  MessageAssembler(MessageLimits limits, BufferQuota quota) {
    this.limits = limits;
    this.quota = quota;
  }

  /** The number of the message that has arrived in part, or {@link WebSocket#NO_MESSAGE}. */
  long incompleteMessage() {
    return fragments > 0 ? completed : WebSocket.NO_MESSAGE;
  }

  /**
   * Checks a data frame against the limits by its header, so that a message that is too long is
   * refused before it arrives.
   */
  void beginFrame(int frameOpcode, long length) throws WebSocketException {
    if ((frameOpcode == Opcode.CONTINUATION) != (fragments > 0)) {
      throw WebSocketException.protocolError(
          "a continuation frame continues a message, and any other data frame begins one");
    }
    if (length > limits.maxBytes() - size) {
      throw WebSocketException.messageTooBig();
    }
    if (fragments == limits.maxFragments()) {
      throw WebSocketException.tooManyFragments();
    }
    if (fragments++ == 0) {
      opcode = frameOpcode;
    }
  }

  /**
   * Validates unmasked bytes of a text message as they arrive, so that the connection fails at the
   * first invalid byte (section 8.1). A character may be split between two calls.
   */
  void validate(boolean ascii, byte[] bytes, int from, int to) throws WebSocketException {
    if (opcode != Opcode.TEXT || (ascii && utf8State == Utf8.BOUNDARY)) {
      return;
    }
    utf8State = Utf8.validate(utf8State, bytes, from, to);
    if (utf8State == Utf8.INVALID) {
      throw WebSocketException.invalidUtf8();
    }
  }

  /**
   * Buffers bytes of an incomplete message. The capacity follows the bytes that have arrived, not
   * the declared length: a header must not be enough to occupy memory.
   */
  void append(byte[] bytes, int from, int to) throws WebSocketException {
    int needed = size + to - from;
    if (needed > buffer.length) {
      int doubled = (int) Math.min(2L * buffer.length, limits.maxBytes());
      grow(Math.max(needed, doubled));
    }
    System.arraycopy(bytes, from, buffer, size, to - from);
    size = needed;
  }

  /** Reserves the new capacity before the old is released, because both arrays exist meanwhile. */
  private void grow(int capacity) throws WebSocketException {
    if (!quota.tryReserve(capacity)) {
      throw WebSocketException.quotaExhausted();
    }
    int before = buffer.length;
    buffer = Arrays.copyOf(buffer, capacity);
    quota.release(before);
  }

  /** Drops the buffer. */
  void release() {
    quota.release(buffer.length);
    buffer = NOTHING;
    size = 0;
  }

  /** Reports the complete message, whose last bytes these are. */
  void complete(byte[] bytes, int from, int to, DecoderListener listener)
      throws WebSocketException {
    if (utf8State != Utf8.BOUNDARY) {
      throw WebSocketException.invalidUtf8(); // it ends within a character
    }
    byte[] message = bytes;
    int offset = from;
    int length = to - from;
    boolean buffered = size > 0;
    if (buffered) {
      append(bytes, from, to);
      message = buffer;
      offset = 0;
      length = size;
    }
    fragments = 0;
    completed++;
    if (opcode == Opcode.TEXT) {
      listener.onText(message, offset, length);
    } else {
      listener.onBinary(message, offset, length);
    }
    if (buffered) {
      release();
    }
  }
}
