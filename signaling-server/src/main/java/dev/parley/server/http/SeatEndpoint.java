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
import java.util.List;

/** A seat over HTTP: taken, spoken from and given up by requests of their own. */
final class SeatEndpoint {
  private final Desk desk;
  private final RequestGate gate;
  private final int messageBytes;
  private final int postBytes;
  private final NativeDialect dialect = NativeDialect.STANDARD;

  /** A message has at most so many bytes, and a post, which may be an array, so many. */
  SeatEndpoint(Signaling signaling, RequestGate gate, int messageBytes, int postBytes) {
    this.desk = signaling.desk();
    this.gate = gate;
    this.messageBytes = messageBytes;
    this.postBytes = postBytes;
  }

  void join(HttpServerExchange exchange) {
    RoomName room = Caller.room(exchange);
    gate.admitJoin(exchange);
    gate.admitResponse(exchange); // nobody is to have joined that could not be told
    RequestBody.read(
        exchange, messageBytes, (whole, body, length) -> join(whole, room, body, length));
  }

  private void join(HttpServerExchange exchange, RoomName room, byte[] body, int length) {
    Notice.Joined joined = desk.join(room, body, 0, length, RequestAccount.of(exchange).client());
    PeerId peer = joined.self().id();
    exchange.getResponseHeaders().put(Headers.LOCATION, "/v1/rooms/" + room + "/peers/" + peer);
    answer(exchange, StatusCodes.CREATED, joined);
  }

  void post(HttpServerExchange exchange) {
    Caller caller = Caller.withKey(exchange);
    long seat = seat(exchange);
    gate.admitResponse(exchange);
    RequestBody.read(
        exchange, postBytes, (whole, body, length) -> post(whole, caller, seat, body, length));
  }

  private void post(
      HttpServerExchange exchange, Caller caller, long seat, byte[] body, int length) {
    Desk.Reply reply = desk.post(caller.room(), caller.peer(), seat, body, 0, length);
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
    ResponseWriter.sendNothing(exchange, StatusCodes.NO_CONTENT);
  }

  /** The seat that a URL names, or 0. */
  private static long seat(HttpServerExchange exchange) {
    Long seat = Query.number(exchange, "seat");
    return seat == null ? 0 : seat;
  }

  private void answer(HttpServerExchange exchange, int status, Notice notice) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    ResponseWriter.send(exchange, dialect.encode(notice));
  }
}
