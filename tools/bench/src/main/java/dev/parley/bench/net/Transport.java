package dev.parley.bench.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes of a connection, below WebSocket. Never blocks. */
interface Transport {
  /** The number of bytes read, or -1 at the end of the stream. */
  int read(ByteBuffer into) throws IOException;

  /** Writes as many bytes as the socket accepts now. */
  void write(ByteBuffer from) throws IOException;

  /** Whether bytes wait for the socket to become writable. */
  boolean isBlocked();

  /** Without TLS. */
  final class Plain implements Transport {
    private final SocketChannel socket;
    private boolean blocked;

    Plain(SocketChannel socket) {
      this.socket = socket;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return socket.read(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
      socket.write(from);
      blocked = from.hasRemaining();
    }

    @Override
    public boolean isBlocked() {
      return blocked;
    }
  }
}
