package dev.parley.bench.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Buffers for those connections that have something to keep, which most have not. */
final class Buffers {
  private static final int STANDARD = 1 << 16;
  private static final int MOST_KEPT = 1 << 10;

  private final ArrayDeque<ByteBuffer> unused = new ArrayDeque<>();

  ByteBuffer take(int room) {
    ByteBuffer buffer = room <= STANDARD ? unused.pollLast() : null;
    return buffer == null ? ByteBuffer.allocate(capacity(room)) : buffer;
  }

  void giveBack(ByteBuffer buffer) {
    if (unused.size() < MOST_KEPT) {
      unused.addLast(buffer.clear());
    }
  }

  /** The same content in a buffer that has room for so many bytes more. */
  ByteBuffer grown(ByteBuffer buffer, int room) {
    if (buffer.remaining() >= room) {
      return buffer;
    }
    ByteBuffer larger = ByteBuffer.allocate(capacity(buffer.position() + room));
    larger.put(buffer.flip());
    giveBack(buffer);
    return larger;
  }

  private static int capacity(int bytes) {
    return Math.max(STANDARD, Integer.highestOneBit(bytes) << 1);
  }
}
