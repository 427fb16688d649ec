package dev.parley.chaos;

import dev.parley.client.HttpConnection;
import java.util.List;
import java.util.random.RandomGenerator;

/** Opens lines for one client, each over a transport of its choice. */
final class Lines {
  private static final int JOIN_FIRST_PERCENT = 30;
  private static final int PERCENT = 100;

  private final Site site;
  private final String room;
  private final List<Transport> transports;
  private final RandomGenerator random;
  private volatile boolean calm;

  /** With more than one transport, any of them each time. */
  Lines(Site site, String room, List<Transport> transports, RandomGenerator random) {
    this.site = site;
    this.room = room;
    this.transports = transports;
    this.random = random;
  }

  /** From now on nothing breaks on purpose. */
  void calm() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  Line open(Conversation conversation, RandomGenerator lineRandom, Line.Ears ears) {
    Transport transport = transports.get(random.nextInt(transports.size()));
    if (transport == Transport.WEB_SOCKET) {
      return new SocketLine(site, calm, room, conversation.join(), ears);
    }
    HttpPeer peer = new HttpPeer(site, transport, calm, new HttpRequests(room, conversation.key()));
    boolean joins = conversation.after() == null || random.nextInt(PERCENT) < JOIN_FIRST_PERCENT;
    return new HttpLine(peer, lineRandom, joins, conversation, ears);
  }

  /** Gives the seat up, in peace. */
  void leave(Conversation conversation) throws java.io.IOException {
    HttpRequests requests = new HttpRequests(room, conversation.key());
    HttpPeer peer = new HttpPeer(site, Transport.SHORT_POLL, true, requests);
    try (HttpConnection connection = peer.connect(10_000)) {
      requests.leave(connection, conversation.seat());
    }
  }
}
