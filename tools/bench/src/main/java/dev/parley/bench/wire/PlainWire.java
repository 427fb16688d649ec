package dev.parley.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket as it is. */
final class PlainWire implements Wire {
  private final SocketChannel socket;
  private boolean blocked;

  PlainWire(SocketChannel socket) {
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
