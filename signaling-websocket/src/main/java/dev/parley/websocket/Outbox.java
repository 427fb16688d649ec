package dev.parley.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * What one connection has yet to send: a chain of frames, written together as far as the socket
 * takes them.
 *
 * <p>What it does not take waits as the arrays that were given to us, and goes on when the socket
 * is writable again.
 */
final class Outbox {
  /** Pings that come faster than their pongs leave: past so many, the latest is answered. */
  private static final int MOST_PONGS = 16;

  private static final long NOTHING_WAITS = -1;

  private final ConduitStreamSinkChannel sink;

  // The chain: frames that are written but not flushed, from oldest to unwritten; then the others.
  private @Nullable Outgoing oldest;
  private @Nullable Outgoing unwritten;
  private @Nullable Outgoing newest;

  private int written; // of the first unwritten frame
  private int pongs; // unwritten ones
  private @Nullable Outgoing latestPong;
  private boolean waiting; // for the socket to be writable
  private long taken; // by the socket
  private volatile long waitingAt = NOTHING_WAITS;
  private boolean gathering; // more may be added before we write

  Outbox(ConduitStreamSinkChannel sink) {
    this.sink = sink;
  }

  void add(Outgoing frame) {
    if (newest == null) {
      oldest = frame;
    } else {
      newest.next = frame;
    }
    newest = frame;
    if (unwritten == null) {
      unwritten = frame;
    }
  }

  void addPong(byte[] payload) {
    if (pongs == MOST_PONGS && latestPong != null) { // it is not the first, so none of it has left
      latestPong.payload = payload;
      return;
    }
    latestPong = new Outgoing(Opcode.PONG, payload, null);
    pongs++;
    add(latestPong);
  }

  /** How much the socket had taken when it took no more; for any thread. */
  long waitingAt() {
    return waitingAt;
  }

  boolean isEmpty() {
    return oldest == null;
  }

  /** Whether the socket takes no more for now. */
  boolean isStalled() {
    return waiting;
  }

  /** Writes nothing until {@link #release}. */
  void gather() {
    gathering = true;
  }

  void release() {
    gathering = false;
  }

  /** The socket takes bytes again. */
  void writable() throws IOException {
    waiting = false;
    flush();
    if (!waiting && sink.isOpen()) {
      sink.suspendWrites();
    }
  }

  /** Writes what the socket takes, unless this will be called again anyhow. */
  void flush() throws IOException {
    if (gathering || waiting || oldest == null) {
      return;
    }
    gathering = true; // who is told that its messages have left may send more: it goes out below
    try {
      write();
    } finally {
      gathering = false;
    }
  }

  private void write() throws IOException {
    boolean done;
    do {
      boolean taken = writeUnwritten();
      boolean flushed = sink.flush(); // under TLS, only this passes the last bytes on
      if (flushed) {
        tellSent();
      }
      done = taken && flushed;
    } while (done && unwritten != null);
    if (!done) {
      waiting = true;
      waitingAt = taken;
      sink.resumeWrites();
    } else if (waitingAt != NOTHING_WAITS) {
      waitingAt = NOTHING_WAITS;
    }
  }

  /** Returns whether the socket has taken all there was. */
  private boolean writeUnwritten() throws IOException {
    ByteBuffer buffer = Loop.ofThisThread().out;
    while (unwritten != null) {
      fill(buffer);
      while (buffer.hasRemaining()) {
        int now = sink.write(buffer);
        if (now == 0) {
          return false;
        }
        taken += now;
        written += now;
        passWritten();
      }
    }
    return true;
  }

  private void fill(ByteBuffer buffer) {
    buffer.clear();
    int skipped = 0;
    int from = written;
    for (Outgoing frame = unwritten;
        frame != null && buffer.remaining() >= Head.LONGEST_SENT;
        frame = frame.next) {
      skipped += frame.put(buffer, from);
      from = 0;
    }
    buffer.flip().position(skipped);
  }

  private void passWritten() {
    for (Outgoing frame = unwritten; frame != null && written >= frame.size(); frame = unwritten) {
      written -= frame.size();
      unwritten = frame.next;
      if (frame.opcode == Opcode.PONG && --pongs == 0) {
        latestPong = null;
      }
    }
  }

  private void tellSent() {
    for (Outgoing frame = oldest; frame != null && frame != unwritten; frame = oldest) {
      oldest = frame.next;
      if (oldest == null) {
        newest = null;
      }
      if (frame.sent != null) {
        frame.sent.run();
      }
    }
  }
}
