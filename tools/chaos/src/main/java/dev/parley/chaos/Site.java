package dev.parley.chaos;

import java.net.InetSocketAddress;
import java.util.function.Function;

/** Where the server is, and the doors of the proxy before it. */
record Site(InetSocketAddress server, Function<Transport, InetSocketAddress> doors, Tally tally) {

  /** Where to connect. */
  InetSocketAddress address(Transport transport, boolean calm) {
    return calm ? server : doors.apply(transport);
  }

  /** What HTTP calls it. */
  String host() {
    return server.getHostString() + ":" + server.getPort();
  }
}
