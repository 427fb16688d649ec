package dev.parley.bench.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** With TLS. The first write starts the handshake. */
final class TlsTransport implements Transport {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final ByteBuffer in; // records read from the socket
  private final ByteBuffer out; // records of the engine, not yet written

  TlsTransport(SocketChannel socket, SSLEngine engine) {
    this.socket = socket;
    this.engine = engine;
    int record = engine.getSession().getPacketBufferSize();
    this.in = ByteBuffer.allocate(2 * record);
    this.out = ByteBuffer.allocate(2 * record);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int before = into.position();
    boolean ended = socket.read(in) < 0;
    in.flip();
    boolean closed = unwrap(into);
    in.compact();
    int count = into.position() - before;
    return count == 0 && (ended || closed) ? -1 : count;
  }

  /** Whether the server has closed its side of the TLS connection. */
  private boolean unwrap(ByteBuffer into) throws IOException {
    SSLEngineResult result;
    do {
      result = engine.unwrap(in, into);
      continueHandshake(result.getHandshakeStatus());
    } while (result.getStatus() == Status.OK
        && (result.bytesConsumed() > 0 || result.bytesProduced() > 0));
    return result.getStatus() == Status.CLOSED;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    drain();
    while (from.hasRemaining() && out.position() == 0) {
      SSLEngineResult result = engine.wrap(from, out);
      drain();
      if (continueHandshake(result.getHandshakeStatus()) == HandshakeStatus.NEED_UNWRAP) {
        return; // the handshake continues when the server's records arrive
      }
      if (result.getStatus() == Status.CLOSED) {
        throw new IOException("the server closed the TLS connection");
      }
    }
  }

  /** Continues the handshake until it needs the server's records or is complete. */
  private HandshakeStatus continueHandshake(HandshakeStatus first) throws IOException {
    HandshakeStatus status = first;
    while (true) {
      switch (status) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> {
          engine.wrap(EMPTY, out);
          drain();
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
          return status;
        }
      }
      status = engine.getHandshakeStatus();
    }
  }

  private void drain() throws IOException {
    out.flip();
    socket.write(out);
    out.compact();
  }

  @Override
  public boolean isBlocked() {
    return out.position() > 0;
  }
}
