package dev.parley.server.transport.websocket;

import dev.parley.server.config.ServerConfig;
import dev.parley.server.http.ConnectionGate;
import dev.parley.server.http.Gate;
import dev.parley.server.http.Heartbeat;
import dev.parley.server.http.HttpConnection;
import dev.parley.server.http.OriginPolicy;
import dev.parley.server.http.Problem;
import dev.parley.server.http.RequestAccount;
import dev.parley.server.http.RequestGate;
import dev.parley.server.transport.Credentials;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.websocket.BufferQuota;
import dev.parley.websocket.MessageLimits;
import dev.parley.websocket.WebSocket;
import dev.parley.websocket.WebSocketListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.StatusCodes;
import org.xnio.StreamConnection;

/**
 * {@code GET /v1/rooms/{room}}: upgrades to a WebSocket and connects it to a participant. Refusals
 * before the upgrade are HTTP responses; later ones are messages and close codes.
 */
public final class WebSocketEndpoint implements HttpHandler {
  private static final String SUBPROTOCOL = "signaling.v1";
  private static final AttachmentKey<Handshake> HANDSHAKE = AttachmentKey.create(Handshake.class);

  /** Fragments per message; browsers send one, or a few. */
  private static final int MAX_FRAGMENTS = 1_024;

  private final Signaling signaling;
  private final OriginPolicy origins;
  private final RequestGate gate;
  private final ConnectionGate connections;
  private final Heartbeat heartbeat;
  private final MessageLimits limits;

  private record Handshake(RoomName room, ClientAccount client) {}

  public WebSocketEndpoint(
      Signaling signaling, ServerConfig config, OriginPolicy origins, Gate gate) {
    this.signaling = signaling;
    this.origins = origins;
    this.gate = gate.requests();
    this.connections = gate.connections();
    this.heartbeat = Heartbeat.of(config);
    this.limits = new MessageLimits(config.limits().messageBytes(), MAX_FRAGMENTS);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (!origins.allows(exchange.getRequestHeaders())) {
      Problem.answer(exchange, StatusCodes.FORBIDDEN, "forbidden", OriginPolicy.REFUSAL);
    } else if (!Upgrade.isRequestedBy(exchange)) {
      Upgrade.refuse(exchange);
    } else if (!Upgrade.allows(exchange, SUBPROTOCOL)) {
      Problem.answer(
          exchange,
          StatusCodes.BAD_REQUEST,
          "bad-message",
          "The only supported subprotocol is " + SUBPROTOCOL + ".");
    } else {
      upgrade(exchange);
    }
  }

  private void upgrade(HttpServerExchange exchange) {
    try {
      RoomName room = Credentials.room(exchange);
      gate.admitUpgrade(exchange);
      RequestAccount account = RequestAccount.of(exchange);
      exchange.putAttachment(HANDSHAKE, new Handshake(room, account.client()));
      account.becomeConnection();
    } catch (ProtocolException e) {
      Problem.answer(exchange, e);
      return;
    }
    // A method of this object: a lambda that captured the exchange would keep it in memory, with
    // all its headers, as long as the connection exists.
    exchange.upgradeChannel(this::open);
    Upgrade.accept(exchange, SUBPROTOCOL);
  }

  private void open(StreamConnection connection, HttpServerExchange exchange) {
    Handshake handshake = exchange.getAttachment(HANDSHAKE);
    BufferQuota incoming = quota(handshake.client);
    connections.upgraded(HttpConnection.of(exchange));
    WebSocket.open(connection, limits, incoming, socket -> connect(handshake, socket));
  }

  /** Charges incomplete messages to the budget that incomplete requests are charged to. */
  private static BufferQuota quota(ClientAccount client) {
    return new BufferQuota() {
      @Override
      public boolean tryReserve(int bytes) {
        return client.incoming().tryTake(bytes);
      }

      @Override
      public void release(int bytes) {
        client.incoming().release(bytes);
      }
    };
  }

  private WebSocketListener connect(Handshake handshake, WebSocket socket) {
    WebSocketLink link = new WebSocketLink(socket, handshake.client, heartbeat);
    Participant participant = signaling.connect(handshake.room, handshake.client, link);
    return new WebSocketReceiver(participant);
  }
}
