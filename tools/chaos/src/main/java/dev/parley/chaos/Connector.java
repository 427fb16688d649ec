package dev.parley.chaos;

import dev.parley.client.HttpConnection;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Opens the connections of one client, each over a random one of its transports. */
final class Connector {
  private static final int LEAVE_MILLIS = 10_000;
  private static final int JOIN_FIRST_PERCENT = 30;
  private static final int PERCENT = 100;

  private final Network network;
  private final String room;
  private final List<Transport> transports;
  private final RandomGenerator random;
  private volatile boolean direct;

  Connector(Network network, String room, List<Transport> transports, RandomGenerator random) {
    this.network = network;
    this.room = room;
    this.transports = transports;
    this.random = random;
  }

  /** Makes new connections bypass the proxy, so that nothing breaks them. */
  void bypassProxy() {
    direct = true;
  }

  boolean bypassesProxy() {
    return direct;
  }

  Statistics statistics() {
    return network.statistics();
  }

  /** Over HTTP, some connections of a peer with a seat join again, and the others only attach. */
  ClientConnection open(
      Conversation conversation, RandomGenerator decisions, ClientConnection.Listener listener) {
    Transport transport = transports.get(random.nextInt(transports.size()));
    if (transport == Transport.WEB_SOCKET) {
      return new WebSocketClientConnection(
          network.endpoint(transport, direct), room, conversation.join(), listener);
    }
    HttpRequests requests = new HttpRequests(room, conversation.key());
    boolean joins = conversation.after() == null || random.nextInt(PERCENT) < JOIN_FIRST_PERCENT;
    return new HttpClientConnection(
        network, transport, direct, requests, decisions, joins, conversation, listener);
  }

  /** Gives up the seat, without the proxy. */
  void leave(Conversation conversation) throws IOException {
    try (HttpConnection connection =
        new HttpConnection(network.endpoint(Transport.SHORT_POLL, true), LEAVE_MILLIS)) {
      new HttpRequests(room, conversation.key()).leave(connection, conversation.seat());
    }
  }
}
