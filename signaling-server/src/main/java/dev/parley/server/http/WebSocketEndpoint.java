package dev.parley.server.http;

import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.session.Handshake;
import dev.parley.signaling.session.Session;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.spi.AsyncWebSocketHttpServerExchange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.StreamConnection;

/** Turns upgrade requests for a room into sessions (RFC 6455 section 4.2). */
final class WebSocketEndpoint implements HttpHandler {
  private static final String SUBPROTOCOL = "signaling.v1";
  private static final AttachmentKey<Handshake> HANDSHAKE = AttachmentKey.create(Handshake.class);

  private final Hybi13Handshake upgrade = new Hybi13Handshake(Set.of(SUBPROTOCOL), false);

  /** Undertow's own register of connections, which stays empty: ours is the next. */
  private final Set<WebSocketChannel> none = ConcurrentHashMap.newKeySet();

  private final Set<WebSocketLink> links = ConcurrentHashMap.newKeySet();
  private final Signaling signaling;
  private final InstantSource clock;
  private final OriginPolicy origins;
  private final ClientAddress clients;
  private final Doorkeeper doorkeeper;
  private final Heartbeat heartbeat;
  private final long maxBytes;

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
    this.maxBytes = config.limits().messageBytes();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    var facade = new AsyncWebSocketHttpServerExchange(exchange, none);
    if (!upgrade.matches(facade)) {
      advertise(exchange);
      Problem.answer(
          exchange, StatusCodes.UPGRADE_REQUIRED, "bad-message", "This address speaks WebSocket.");
    } else if (!origins.allows(headers.getFirst(Headers.ORIGIN), headers.getFirst(Headers.HOST))) {
      Problem.answer(exchange, StatusCodes.FORBIDDEN, "forbidden", OriginPolicy.REFUSAL);
    } else if (!speaksOurs(headers)) {
      Problem.answer(
          exchange,
          StatusCodes.BAD_REQUEST,
          "bad-message",
          "The only subprotocol here is " + SUBPROTOCOL + ".");
    } else {
      upgrade(exchange, facade);
    }
  }

  /**
   * Tells which protocol is wanted, as the status has to (RFC 9110 section 15.5.22), but to this
   * hop only: a proxy may pass the field on over HTTP/2, where it breaks the connection.
   */
  private static void advertise(HttpServerExchange exchange) {
    if (!exchange.getRequestHeaders().contains(Headers.X_FORWARDED_FOR)) {
      exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
      exchange.getResponseHeaders().put(Headers.CONNECTION, "Upgrade");
    }
  }

  /** Who offers nothing is served as version 1. */
  private static boolean speaksOurs(HeaderMap headers) {
    HeaderValues offers = headers.get(Headers.SEC_WEB_SOCKET_PROTOCOL);
    if (offers == null) {
      return true;
    }
    // They may stand in several fields, of which Undertow reads the first.
    String all = String.join(",", offers);
    headers.put(Headers.SEC_WEB_SOCKET_PROTOCOL, all);
    return Arrays.stream(all.split(",")).anyMatch(offer -> offer.strip().equals(SUBPROTOCOL));
  }

  private void upgrade(HttpServerExchange exchange, AsyncWebSocketHttpServerExchange facade) {
    try {
      RoomName room = Caller.room(exchange);
      String client = clients.of(exchange);
      doorkeeper.admit(client);
      exchange.putAttachment(HANDSHAKE, new Handshake(room, client));
    } catch (ProtocolException e) {
      Problem.answer(exchange, e);
      return;
    }
    // A listener that captured the exchange would keep it, with all its headers, for the whole
    // call.
    exchange.upgradeChannel(this::open);
    upgrade.handshake(facade);
  }

  private void open(StreamConnection connection, HttpServerExchange exchange) {
    var facade = new AsyncWebSocketHttpServerExchange(exchange, none);
    WebSocketChannel channel = upgrade.createChannel(facade, connection, facade.getBufferPool());
    WebSocketLink link = new WebSocketLink(channel, heartbeat, clock);
    Handshake handshake = exchange.getAttachment(HANDSHAKE);
    Session session = signaling.open(handshake, link);
    doorkeeper.connected(handshake.client());
    links.add(link);
    channel.addCloseTask(_ -> {
      links.remove(link);
      doorkeeper.disconnected(handshake.client());
      session.closed();
    });
    channel.getReceiveSetter().set(new MessageReceiver(session, link, maxBytes));
    channel.resumeReceives();
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
