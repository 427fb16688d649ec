package dev.parley.server.http;

import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.session.Handshake;
import dev.parley.signaling.session.Session;
import dev.parley.websocket.Limits;
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
  private final ClientAddress clients;
  private final Doorkeeper doorkeeper;
  private final Heartbeat heartbeat;
  private final Limits limits;

  WebSocketEndpoint(
      Signaling signaling,
      ServerConfig config,
      OriginPolicy origins,
      ClientAddress clients,
      Doorkeeper doorkeeper,
      InstantSource clock) {
    this.signaling = signaling;
    this.clock = clock;
    this.origins = origins;
    this.clients = clients;
    this.doorkeeper = doorkeeper;
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
      String client = clients.of(exchange);
      doorkeeper.admit(client);
      exchange.putAttachment(HANDSHAKE, new Handshake(room, signaling.client(client)));
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
    WebSocket.open(connection, limits, socket -> receiver(handshake, socket));
  }

  private Receiver receiver(Handshake handshake, WebSocket socket) {
    WebSocketLink link = new WebSocketLink(socket, heartbeat, clock);
    Session session = signaling.open(handshake, link);
    doorkeeper.connected(handshake.client().address());
    links.add(link);
    return new MessageReceiver(
        session,
        link,
        () -> {
          links.remove(link);
          doorkeeper.disconnected(handshake.client().address());
        });
  }

  boolean isIdle() {
    return links.isEmpty();
  }

  /** One sweep for all connections, instead of a timer for each. */
  void tick() {
    Instant now = clock.instant();
    links.forEach(link -> link.tick(now));
  }
}
