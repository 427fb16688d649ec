package dev.parley.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * The frames that one connection has yet to send: a linked list, written in as few writes as
 * possible.
 *
 * <p>What the socket does not accept waits as the payload arrays that the sender passed, without a
 * copy, and goes on when the socket is writable again. The queue itself has no bound: a callback
 * tells the sender when its messages have left. Confined to the connection's I/O thread, except for
 * {@link #stalledAt}.
 */
final class SendQueue {
  /**
   * Pongs that are queued at most. If pings arrive faster than their pongs leave, the latest one is
   * answered, as RFC 6455 section 5.5.3 allows: a peer that does not read must not make the queue
   * grow.
   */
  private static final int MAX_QUEUED_PONGS = 16;

  private static final long NOT_STALLED = -1;

  private final ConduitStreamSinkChannel sink;

  // The list: frames that are written but not flushed, from firstUnflushed on; then those that are
  // not or not wholly written, from firstUnwritten to last.
  private @Nullable OutgoingFrame firstUnflushed;
  private @Nullable OutgoingFrame firstUnwritten;
  private @Nullable OutgoingFrame last;

  private int writtenOfFirst; // bytes of firstUnwritten
  private int unwrittenPongs;
  private @Nullable OutgoingFrame latestPong;
  private boolean stalled; // until the socket is writable
  private long accepted; // bytes, by the socket, since the connection began
  private volatile long stalledAt = NOT_STALLED;
  private boolean corked; // frames are added, and written later

  SendQueue(ConduitStreamSinkChannel sink) {
    this.sink = sink;
  }

  /** Adds a frame, which {@link #flush} writes. */
  void add(OutgoingFrame frame) {
    if (last == null) {
      firstUnflushed = frame;
    } else {
      last.next = frame;
    }
    last = frame;
    if (firstUnwritten == null) {
      firstUnwritten = frame;
    }
  }

  void addPong(byte[] payload) {
    // With 16 pongs in the queue, the latest is not the first, so no byte of it is written yet.
    if (unwrittenPongs == MAX_QUEUED_PONGS && latestPong != null) {
      latestPong.payload = payload;
      return;
    }
    latestPong = new OutgoingFrame(Opcode.PONG, payload, null);
    unwrittenPongs++;
    add(latestPong);
  }

  /** See {@link WebSocket#stalledAt}. Any thread may call it. */
  long stalledAt() {
    return stalledAt;
  }

  /** Whether all frames have been handed to the operating system. */
  boolean isEmpty() {
    return firstUnflushed == null;
  }

  /** Whether the socket accepts no more bytes for now. */
  boolean isStalled() {
    return stalled;
  }

  /** Makes {@link #flush} do nothing until {@link #uncork}, so that frames are written together. */
  void cork() {
    corked = true;
  }

  void uncork() {
    corked = false;
  }

  /** The socket is writable again. */
  void onWritable() throws IOException {
    stalled = false;
    flush();
    if (!stalled && sink.isOpen()) {
      sink.suspendWrites();
    }
  }

  /** Writes as much as the socket accepts, unless a later call is certain to do so. */
  void flush() throws IOException {
    if (corked || stalled || firstUnflushed == null) {
      return;
    }
    corked = true; // a callback may send more: the loop in write() sends that too
    try {
      write();
    } finally {
      corked = false;
    }
  }

  private void write() throws IOException {
    boolean done;
    do {
      boolean allAccepted = writeUnwritten();
      boolean flushed = sink.flush(); // the TLS engine keeps the last bytes until it is flushed
      if (flushed) {
        runCallbacks();
      }
      done = allAccepted && flushed;
    } while (done && firstUnwritten != null);
    if (!done) {
      stalled = true;
      stalledAt = accepted;
      sink.resumeWrites();
    } else if (stalledAt != NOT_STALLED) { // a volatile write costs more than this comparison
      stalledAt = NOT_STALLED;
    }
  }

  /** Returns whether the socket has accepted everything. */
  private boolean writeUnwritten() throws IOException {
    ByteBuffer buffer = IoBuffers.ofThisThread().writeBuffer;
    while (firstUnwritten != null) {
      fill(buffer);
      while (buffer.hasRemaining()) {
        int count = sink.write(buffer);
        if (count == 0) {
          return false;
        }
        accepted += count;
        writtenOfFirst += count;
        removeWritten();
      }
    }
    return true;
  }

  /** Gathers unwritten frames, the last of them perhaps in part. */
  private void fill(ByteBuffer buffer) {
    buffer.clear();
    int skipped = 0;
    int from = writtenOfFirst;
    for (OutgoingFrame frame = firstUnwritten;
        frame != null && buffer.remaining() >= FrameHeader.MAX_SERVER_BYTES;
        frame = frame.next) {
      skipped += frame.putInto(buffer, from);
      from = 0;
    }
    buffer.flip().position(skipped);
  }

  /** Moves firstUnwritten past the frames that are written. They still have to be flushed. */
  private void removeWritten() {
    for (OutgoingFrame frame = firstUnwritten;
        frame != null && writtenOfFirst >= frame.size();
        frame = firstUnwritten) {
      writtenOfFirst -= frame.size();
      firstUnwritten = frame.next;
      if (frame.opcode == Opcode.PONG && --unwrittenPongs == 0) {
        latestPong = null;
      }
    }
  }

  /** Removes the flushed frames, and reports those whose sender wants to know. */
  private void runCallbacks() {
    for (OutgoingFrame frame = firstUnflushed;
        frame != null && frame != firstUnwritten;
        frame = firstUnflushed) {
      firstUnflushed = frame.next;
      if (firstUnflushed == null) {
        last = null;
      }
      if (frame.onSent != null) {
        frame.onSent.run();
      }
    }
  }
}
