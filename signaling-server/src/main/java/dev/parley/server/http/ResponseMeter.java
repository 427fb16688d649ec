package dev.parley.server.http;

import com.google.common.primitives.Bytes;
import dev.parley.signaling.wire.JsonCodec;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xnio.Buffers;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Observes below the HTTP layer whether a client reads its responses, and adds a problem document
 * to the responses of Undertow's parser, which have no body. Confined to the connection's I/O
 * thread, except for {@link #stalledAt}.
 */
final class ResponseMeter extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private final HttpConnection connection;
  private long written;
  private volatile long stalledAt = StallDetector.IDLE;
  private ByteBuffer refusal = ByteBuffer.allocate(0);
  private boolean refused;

  ResponseMeter(StreamSinkConduit next, HttpConnection connection) {
    super(next);
    this.connection = connection;
  }

  /** The socket, for when this meter is removed. */
  StreamSinkConduit below() {
    return next;
  }

  /**
   * The number of bytes written when the socket stopped accepting more; {@link StallDetector#IDLE}
   * if it accepts them. Any thread may call it.
   */
  long stalledAt() {
    return stalledAt;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    // Between requests, only the parser writes: its refusal of something that is not a request.
    if (!connection.isRequestInProgress()) {
      return writeRefusal(source);
    }
    int offered = source.remaining();
    int count = super.write(source);
    note(count, offered);
    return count;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long offered = Buffers.remaining(sources, offset, length);
    long count = super.write(sources, offset, length);
    note(count, offered);
    return count;
  }

  @Override
  public int writeFinal(ByteBuffer source) throws IOException {
    int offered = source.remaining();
    int count = super.writeFinal(source);
    note(count, offered);
    return count;
  }

  @Override
  public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
    long offered = Buffers.remaining(sources, offset, length);
    long count = super.writeFinal(sources, offset, length);
    note(count, offered);
    return count;
  }

  private void note(long count, long offered) {
    written += count;
    if (count < offered) {
      if (stalledAt == StallDetector.IDLE) {
        connection.writesStalled();
      }
      stalledAt = written;
    } else if (stalledAt != StallDetector.IDLE) {
      stalledAt = StallDetector.IDLE;
      connection.writesResumed();
    }
  }

  /** Writes a response with a body, and pretends that the parser's own was written. */
  private int writeRefusal(ByteBuffer parsersResponse) throws IOException {
    if (!refused) {
      refused = true;
      refusal = ByteBuffer.wrap(response(parsersResponse));
    }
    int offered = refusal.remaining();
    note(super.write(refusal), offered);
    if (refusal.hasRemaining()) {
      return 0;
    }
    int length = parsersResponse.remaining();
    parsersResponse.position(parsersResponse.limit());
    return length;
  }

  /** Writes why the connection is about to be closed, as far as the socket accepts it. */
  void refuse(int status, String code, String detail) throws IOException {
    super.write(ByteBuffer.wrap(response(status, code, detail)));
  }

  /** The parser reports most faults with 400 alone: its reason phrase tells some of them apart. */
  private byte[] response(ByteBuffer parsersResponse) {
    if (connection.headBytes() > HttpConnection.MAX_HEAD_BYTES) {
      return response(
          StatusCodes.REQUEST_HEADER_FIELDS_TOO_LARGE,
          "too-large",
          "The head of a request has at most " + HttpConnection.MAX_HEAD_BYTES + " bytes.");
    }
    String head = StandardCharsets.US_ASCII.decode(parsersResponse.duplicate()).toString();
    return response(
        StatusCodes.BAD_REQUEST,
        "bad-message",
        head.contains("Host Header")
            ? "A request must have one Host field, with the name of this server."
            : "This is not a request of HTTP/1.1 (RFC 9112), or it has too many parameters.");
  }

  private static byte[] response(int status, String code, String detail) {
    byte[] body = JsonCodec.STANDARD.problem(status, code, detail);
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + StatusCodes.getReason(status)
            + "\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\n"
            + "Connection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return Bytes.concat(head.getBytes(StandardCharsets.US_ASCII), body);
  }
}
