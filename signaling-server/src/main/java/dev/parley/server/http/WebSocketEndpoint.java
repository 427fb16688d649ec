package dev.parley.server.http;

import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.Client;
import dev.parley.signaling.guard.Faults;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.session.Handshake;
import dev.parley.signaling.session.Session;
import dev.parley.websocket.Limits;
import dev.parley.websocket.Quota;
import dev.parley.websocket.Receiver;
import dev.parley.websocket.WebSocket;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.StatusCodes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.StreamConnection;

/** Turns upgrade requests for a room into sessions (RFC 6455 section 4.2). */
final class WebSocketEndpoint implements HttpHandler {
  private static final String SUBPROTOCOL = "signaling.v1";
  private static final AttachmentKey<Handshake> HANDSHAKE = AttachmentKey.create(Handshake.class);

  /** Browsers send a message in one, or a few. */
  private static final int MAX_FRAGMENTS = 1_024;

  private final Set<WebSocketLink> links = ConcurrentHashMap.newKeySet();
  private final Signaling signaling;
  private final InstantSource clock;
  private final OriginPolicy origins;
  private final RequestGate gate;
  private final ConnectionGate connections;
  private final Heartbeat heartbeat;
  private final Limits limits;

  WebSocketEndpoint(
      Signaling signaling,
      ServerConfig config,
      OriginPolicy origins,
      RequestGate gate,
      ConnectionGate connections,
      InstantSource clock) {
    this.signaling = signaling;
    this.clock = clock;
    this.origins = origins;
    this.gate = gate;
    this.connections = connections;
    this.heartbeat = Heartbeat.of(config);
    this.limits = new Limits(config.limits().messageBytes(), MAX_FRAGMENTS);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (!Upgrade.isAskedFor(exchange)) {
      Upgrade.demand(exchange);
    } else if (!origins.allows(exchange.getRequestHeaders())) {
      Problem.answer(exchange, StatusCodes.FORBIDDEN, "forbidden", OriginPolicy.REFUSAL);
    } else if (!Upgrade.allows(exchange, SUBPROTOCOL)) {
      Problem.answer(
          exchange,
          StatusCodes.BAD_REQUEST,
          "bad-message",
          "The only subprotocol here is " + SUBPROTOCOL + ".");
    } else {
      upgrade(exchange);
    }
  }

  private void upgrade(HttpServerExchange exchange) {
    try {
      RoomName room = Caller.room(exchange);
      gate.admitUpgrade(exchange);
      RequestAccount account = RequestAccount.of(exchange);
      exchange.putAttachment(HANDSHAKE, new Handshake(room, account.client()));
      account.becomeConnection();
    } catch (ProtocolException e) {
      Problem.answer(exchange, e);
      return;
    }
    // A listener that captured the exchange would keep it, with all its headers, for the whole
    // call.
    exchange.upgradeChannel(this::open);
    Upgrade.accept(exchange, SUBPROTOCOL);
  }

  private void open(StreamConnection connection, HttpServerExchange exchange) {
    Handshake handshake = exchange.getAttachment(HANDSHAKE);
    Quota incoming = quota(handshake.client());
    connections.upgraded(HttpConnection.of(exchange));
    WebSocket.open(connection, limits, incoming, socket -> receiver(handshake, socket));
  }

  /** What has come of messages counts as what has come of requests does. */
  private static Quota quota(Client client) {
    return new Quota() {
      @Override
      public boolean tryTake(int bytes) {
        return client.incoming().tryTake(bytes);
      }

      @Override
      public void giveBack(int bytes) {
        client.incoming().giveBack(bytes);
      }
    };
  }

  private Receiver receiver(Handshake handshake, WebSocket socket) {
    WebSocketLink link = new WebSocketLink(socket, handshake.client(), heartbeat, clock);
    Session session = signaling.open(handshake, link);
    links.add(link);
    return new MessageReceiver(session, link, () -> links.remove(link));
  }

  boolean isIdle() {
    return links.isEmpty();
  }

  /** One sweep for all connections, instead of a timer for each. */
  void tick(Faults faults) {
    Instant now = clock.instant();
    links.forEach(link -> faults.isolate("ticking a WebSocket", () -> link.tick(now)));
  }
}
