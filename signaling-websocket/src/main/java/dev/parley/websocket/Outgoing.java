package dev.parley.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A frame on its way out, a link in the chain of those that wait. */
final class Outgoing {
  final int opcode;
  final @Nullable Runnable sent;
  byte[] payload;
  @Nullable Outgoing next;

  Outgoing(int opcode, byte[] payload, @Nullable Runnable sent) {
    this.opcode = opcode;
    this.payload = payload;
    this.sent = sent;
  }

  int size() {
    return Head.sizeSent(payload.length) + payload.length;
  }

  /**
   * Puts what fits of the frame, from a byte of it on, into the buffer, which has room for a head.
   * Its head is put as a whole. Returns how many of the bytes put there the caller has to skip.
   */
  int put(ByteBuffer buffer, int from) {
    int head = Head.sizeSent(payload.length);
    int begin = Math.max(from - head, 0);
    if (from < head) {
      Head.put(buffer, opcode, payload.length);
    }
    buffer.put(payload, begin, Math.min(payload.length - begin, buffer.remaining()));
    return from < head ? from : 0;
  }
}
