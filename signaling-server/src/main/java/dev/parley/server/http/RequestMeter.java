package dev.parley.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Counts the bytes of each request as they come, below the parser. Belongs to the connection's I/O
 * thread.
 */
final class RequestMeter extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private static final int END = -1;

  /** Reads of a buffer each: enough for some ten megabytes a second. */
  private static final int READS_IN_A_TURN = 4;

  private static final long TURN_NANOS = 1_000_000;

  private final HttpConnection connection;
  private long read;
  private long bound = Long.MAX_VALUE;
  private long turnNanos = System.nanoTime();
  private int readsInTurn;

  RequestMeter(StreamSourceConduit next, HttpConnection connection) {
    super(next);
    this.connection = connection;
  }

  HttpConnection connection() {
    return connection;
  }

  StreamSourceConduit below() {
    return next;
  }

  /** Bytes of the request that is coming or under way. */
  long bytesRead() {
    return read;
  }

  /** The request that is under way may not have more bytes, with all that frames its body. */
  void bound(long bytes) {
    bound = bytes;
  }

  void reset() {
    read = 0;
    bound = Long.MAX_VALUE;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!connection.mayRead()) {
      return END;
    }
    return isOthersTurn() ? 0 : (int) counted(super.read(target));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    if (!connection.mayRead()) {
      return END;
    }
    return isOthersTurn() ? 0 : counted(super.read(targets, offset, length));
  }

  /**
   * Whether the connection has read enough for now. Undertow goes on with what has come behind a
   * request by a task, and the thread runs all tasks before it looks at the other connections.
   */
  private boolean isOthersTurn() {
    long now = System.nanoTime();
    if (now - turnNanos > TURN_NANOS) {
      turnNanos = now;
      readsInTurn = 0;
    }
    return ++readsInTurn > READS_IN_A_TURN;
  }

  private long counted(long bytes) throws IOException {
    read += Math.max(bytes, 0);
    if (read > bound) {
      throw new IOException("a request has more bytes than any of its kind needs");
    }
    return bytes;
  }
}
