package dev.parley.chaos;

import java.net.InetSocketAddress;

/** Where the server is, with and without the proxy before it. */
record Site(InetSocketAddress server, ChaosProxy proxy, Tally tally) {

  /** Where to connect. */
  InetSocketAddress address(Transport transport, boolean calm) {
    return calm ? server : proxy.address(transport);
  }

  /** What HTTP calls it. */
  String host() {
    return server.getHostString() + ":" + server.getPort();
  }
}
