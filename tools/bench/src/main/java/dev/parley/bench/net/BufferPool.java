package dev.parley.bench.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Buffers for the few connections that have unsent or incomplete bytes at a time. */
final class BufferPool {
  private static final int STANDARD_CAPACITY = 1 << 16;
  private static final int MAX_UNUSED = 1 << 10;

  private final ArrayDeque<ByteBuffer> unused = new ArrayDeque<>();

  /** An empty buffer with room for this many bytes or more. */
  ByteBuffer take(int bytes) {
    ByteBuffer buffer = bytes <= STANDARD_CAPACITY ? unused.pollLast() : null;
    return buffer == null ? ByteBuffer.allocate(capacity(bytes)) : buffer;
  }

  void release(ByteBuffer buffer) {
    if (unused.size() < MAX_UNUSED) {
      unused.addLast(buffer.clear());
    }
  }

  /** The buffer, or a larger one with its content, that has room for this many more bytes. */
  ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
    if (buffer.remaining() >= bytes) {
      return buffer;
    }
    ByteBuffer larger = ByteBuffer.allocate(capacity(buffer.position() + bytes));
    larger.put(buffer.flip());
    release(buffer);
    return larger;
  }

  private static int capacity(int bytes) {
    return Math.max(STANDARD_CAPACITY, Integer.highestOneBit(bytes) << 1);
  }
}
