package dev.parley.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Counts and limits the bytes of each request below the parser, and keeps one connection from
 * occupying its I/O thread. Confined to the connection's I/O thread.
 */
final class RequestMeter extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private static final int END = -1;

  // A connection may read this many buffers per turn of a millisecond: about 60 MB/s.
  private static final int READS_PER_TURN = 4;
  private static final long TURN_NANOS = 1_000_000;

  private final HttpConnection connection;
  private long read;
  private long limit = Long.MAX_VALUE;
  private long turnStart = System.nanoTime();
  private int readsInTurn;

  RequestMeter(StreamSourceConduit next, HttpConnection connection) {
    super(next);
    this.connection = connection;
  }

  HttpConnection connection() {
    return connection;
  }

  /** The socket, for when this meter is removed. */
  StreamSourceConduit below() {
    return next;
  }

  /** Bytes of the request that is arriving or in progress. */
  long bytesRead() {
    return read;
  }

  /** Limits the current request on the wire: head, body and the framing of chunks. */
  void limit(long bytes) {
    limit = bytes;
  }

  /** Starts counting anew, for the next request. */
  void reset() {
    read = 0;
    limit = Long.MAX_VALUE;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!connection.mayRead()) {
      return END;
    }
    return isTurnOver() ? 0 : (int) counted(super.read(target));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    if (!connection.mayRead()) {
      return END;
    }
    return isTurnOver() ? 0 : counted(super.read(targets, offset, length));
  }

  /**
   * Whether the connection has read enough for now. Undertow continues with pipelined requests in a
   * task, and an XNIO thread runs all tasks before it selects other connections: a client that
   * keeps sending would starve them.
   */
  private boolean isTurnOver() {
    long now = System.nanoTime();
    if (now - turnStart > TURN_NANOS) {
      turnStart = now;
      readsInTurn = 0;
    }
    return ++readsInTurn > READS_PER_TURN;
  }

  private long counted(long bytes) throws IOException {
    read += Math.max(bytes, 0);
    if (read > limit) {
      throw new IOException("the request is larger than any valid one of its kind");
    }
    return bytes;
  }
}
