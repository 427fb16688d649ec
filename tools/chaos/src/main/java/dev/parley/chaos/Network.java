package dev.parley.chaos;

import dev.parley.client.Endpoint;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** The addresses of the server and of the proxies in front of it, and the statistics of the run. */
record Network(
    InetSocketAddress server,
    Function<Transport, InetSocketAddress> proxies,
    Statistics statistics) {

  /**
   * Returns the endpoint to connect to.
   *
   * @param direct whether to bypass the proxy
   */
  Endpoint endpoint(Transport transport, boolean direct) {
    return Endpoint.of(
        direct ? server : proxies.apply(transport),
        server.getHostString() + ":" + server.getPort());
  }
}
