package dev.parley.bench.wire;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Addresses to come from: one has some 28,000 ports for one server, and each is used up for a
 * minute after its connection. Only the loopback network has more addresses than one.
 */
final class Sources {
  private static final int ADDRESSES = 64;
  private static final int FIRST = 2;

  private boolean available;
  private int turn;

  Sources(Target target) {
    this.available = target.isLocal() && target.address().getAddress() instanceof Inet4Address;
  }

  void bind(SocketChannel socket) throws IOException {
    if (!available) {
      return;
    }
    try {
      turn = (turn + 1) % ADDRESSES;
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(new InetSocketAddress("127.0.0." + (FIRST + turn), 0));
    } catch (java.net.BindException e) {
      available = false; // not every system has the whole network 127
    }
  }
}
