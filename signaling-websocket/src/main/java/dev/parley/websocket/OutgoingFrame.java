package dev.parley.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A frame to be sent, and a node of the linked list in {@link SendQueue}. The frame is not encoded
 * in advance: one payload array may be queued for many connections.
 */
final class OutgoingFrame {
  final int opcode;
  final @Nullable Runnable onSent;
  byte[] payload; // changes only for a pong that a later one replaces
  @Nullable OutgoingFrame next;

  OutgoingFrame(int opcode, byte[] payload, @Nullable Runnable onSent) {
    this.opcode = opcode;
    this.payload = payload;
    this.onSent = onSent;
  }

  /** The length on the wire: header and payload. */
  int size() {
    return FrameHeader.serverLength(payload.length) + payload.length;
  }

  /**
   * Puts as much of the frame as fits into the buffer, which must have space for a header.
   *
   * @param from the number of bytes of the frame that have been written before
   * @return the number of bytes at the front that the caller has to skip: a header that has been
   *     written in part is put again as a whole, which keeps its encoding simple
   */
  int putInto(ByteBuffer buffer, int from) {
    int header = FrameHeader.serverLength(payload.length);
    int begin = Math.max(from - header, 0);
    if (from < header) {
      FrameHeader.put(buffer, opcode, payload.length);
    }
    buffer.put(payload, begin, Math.min(payload.length - begin, buffer.remaining()));
    return from < header ? from : 0;
  }
}
