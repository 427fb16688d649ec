package dev.parley.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xnio.Buffers;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Watches what a connection takes of the responses, and gives a body to what Undertow refuses by
 * itself. Belongs to the connection's I/O thread, but for {@link #waitingAt}.
 */
final class ResponseMeter extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private static final int HEADER_FIELDS_TOO_LARGE = 431;

  private final HttpConnection connection;
  private long taken;
  private volatile long waitingAt = StallDetector.NOTHING_WAITS;
  private ByteBuffer refusal = ByteBuffer.allocate(0);
  private boolean refused;

  ResponseMeter(StreamSinkConduit next, HttpConnection connection) {
    super(next);
    this.connection = connection;
  }

  StreamSinkConduit below() {
    return next;
  }

  /** How much the socket had taken when it took no more, for any thread. */
  long waitingAt() {
    return waitingAt;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (!connection.isUnderWay()) {
      return writeRefusal(source);
    }
    int offered = source.remaining();
    int written = super.write(source);
    note(written, offered);
    return written;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long offered = Buffers.remaining(sources, offset, length);
    long written = super.write(sources, offset, length);
    note(written, offered);
    return written;
  }

  @Override
  public int writeFinal(ByteBuffer source) throws IOException {
    int offered = source.remaining();
    int written = super.writeFinal(source);
    note(written, offered);
    return written;
  }

  @Override
  public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
    long offered = Buffers.remaining(sources, offset, length);
    long written = super.writeFinal(sources, offset, length);
    note(written, offered);
    return written;
  }

  private void note(long written, long offered) {
    taken += written;
    if (written < offered) {
      if (waitingAt == StallDetector.NOTHING_WAITS) {
        connection.stalled();
      }
      waitingAt = taken;
    } else if (waitingAt != StallDetector.NOTHING_WAITS) {
      waitingAt = StallDetector.NOTHING_WAITS;
      connection.flows();
    }
  }

  /** In place of the response without a body that the parser sends to a request that is none. */
  private int writeRefusal(ByteBuffer theirs) throws IOException {
    if (!refused) {
      refused = true;
      refusal = ByteBuffer.wrap(response(theirs));
    }
    int offered = refusal.remaining();
    note(super.write(refusal), offered);
    if (refusal.hasRemaining()) {
      return 0;
    }
    int length = theirs.remaining();
    theirs.position(theirs.limit());
    return length;
  }

  /** Says why the connection is about to be closed, as far as the socket takes it. */
  void refuse(int status, String reason, String code, String detail) throws IOException {
    super.write(ByteBuffer.wrap(response(status, reason, code, detail)));
  }

  private byte[] response(ByteBuffer theirs) {
    if (connection.headBytes() > HttpConnection.MAX_HEAD_BYTES) {
      return response(
          HEADER_FIELDS_TOO_LARGE,
          "Request Header Fields Too Large",
          "too-large",
          "The head of a request has at most " + HttpConnection.MAX_HEAD_BYTES + " bytes.");
    }
    String line = StandardCharsets.US_ASCII.decode(theirs.duplicate()).toString();
    return response(
        400,
        "Bad Request",
        "bad-message",
        line.contains("Host Header")
            ? "A request has one Host field, with the name of this server."
            : "This is not a request of HTTP/1.1 (RFC 9112), or it has too many parameters.");
  }

  private static byte[] response(int status, String reason, String code, String detail) {
    String body =
        "{\"type\":\"about:blank\",\"status\":"
            + status
            + ",\"detail\":\""
            + detail
            + "\",\"code\":\""
            + code
            + "\"}";
    return ("HTTP/1.1 "
            + status
            + " "
            + reason
            + "\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\n"
            + "Connection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
