package dev.parley.server.http;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.session.Desk;
import dev.parley.signaling.wire.NativeDialect;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.List;

/** A seat over HTTP: taken, spoken from and given up by requests of their own. */
final class SeatEndpoint {
  private final Signaling signaling;
  private final Desk desk;
  private final ClientAddress clients;
  private final Doorkeeper doorkeeper;
  private final NativeDialect dialect = NativeDialect.STANDARD;

  SeatEndpoint(Signaling signaling, ClientAddress clients, Doorkeeper doorkeeper) {
    this.signaling = signaling;
    this.desk = signaling.desk();
    this.clients = clients;
    this.doorkeeper = doorkeeper;
  }

  void join(HttpServerExchange exchange, String body) {
    RoomName room = Caller.room(exchange);
    String client = clients.of(exchange);
    doorkeeper.admit(client);
    Notice.Joined joined = desk.join(room, body, signaling.client(client));
    PeerId peer = joined.self().id();
    exchange.getResponseHeaders().put(Headers.LOCATION, "/v1/rooms/" + room + "/peers/" + peer);
    answer(exchange, StatusCodes.CREATED, joined);
  }

  void post(HttpServerExchange exchange, String body) {
    Caller caller = Caller.withKey(exchange);
    Desk.Reply reply = desk.post(caller.room(), caller.peer(), seat(exchange), body);
    List<Notice.Error> errors = reply.ack().errors();
    if (reply.single() && !errors.isEmpty()) {
      Problem.answer(exchange, errors.getFirst());
    } else {
      answer(exchange, StatusCodes.OK, reply.ack());
    }
  }

  void leave(HttpServerExchange exchange) {
    Caller caller = Caller.withKey(exchange);
    desk.leave(caller.room(), caller.peer(), seat(exchange));
    exchange.setStatusCode(StatusCodes.NO_CONTENT).endExchange();
  }

  /** The seat that a URL names, or 0. */
  private static long seat(HttpServerExchange exchange) {
    Long seat = Query.number(exchange, "seat");
    return seat == null ? 0 : seat;
  }

  private void answer(HttpServerExchange exchange, int status, Notice notice) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(ByteBuffer.wrap(dialect.encode(notice)));
  }
}
