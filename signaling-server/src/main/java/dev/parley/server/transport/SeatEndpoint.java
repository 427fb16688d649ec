package dev.parley.server.transport;

import dev.parley.server.http.IoThread;
import dev.parley.server.http.Problem;
import dev.parley.server.http.Query;
import dev.parley.server.http.RequestAccount;
import dev.parley.server.http.RequestBody;
import dev.parley.server.http.RequestGate;
import dev.parley.server.http.ResponseWriter;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.HttpRequests;
import dev.parley.signaling.participant.HttpRequests.RoomPeer;
import dev.parley.signaling.participant.JoinCallback;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.wire.JsonCodec;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.util.List;

/**
 * The requests by which a peer without a WebSocket joins, sends and leaves. It receives by an event
 * stream or by polling. An authenticator or journal may complete a request later, on another
 * thread; no thread waits for that.
 */
public final class SeatEndpoint {
  private final HttpRequests requests;
  private final RequestGate gate;
  private final int messageBytes;
  private final int postBytes;
  private final JsonCodec codec = JsonCodec.STANDARD;

  /**
   * Creates the endpoint.
   *
   * @param messageBytes the maximum size of a join
   * @param postBytes the maximum size of a post, which may be an array of messages
   */
  public SeatEndpoint(Signaling signaling, RequestGate gate, int messageBytes, int postBytes) {
    this.requests = signaling.http();
    this.gate = gate;
    this.messageBytes = messageBytes;
    this.postBytes = postBytes;
  }

  /** {@code POST /v1/rooms/{room}/peers}. */
  public void join(HttpServerExchange exchange) {
    RoomName room = Credentials.room(exchange);
    gate.admitJoin(exchange);
    gate.admitResponse(exchange); // before the join, or its response could be refused after it
    RequestBody.read(
        exchange,
        messageBytes,
        (whole, body, length) ->
            requests.join(room, body, 0, length, client(whole), answer(whole, room)));
  }

  private JoinCallback answer(HttpServerExchange exchange, RoomName room) {
    return new JoinCallback() {
      @Override
      public void joined(Notice.Joined joined) {
        String location = "/v1/rooms/" + room + "/peers/" + joined.self().id();
        IoThread.answer(
            exchange,
            () -> {
              exchange.getResponseHeaders().put(Headers.LOCATION, location);
              send(exchange, StatusCodes.CREATED, joined);
            });
      }

      @Override
      public void refused(Notice.Error error) {
        IoThread.answer(exchange, () -> Problem.answerObserved(exchange, error));
      }
    };
  }

  /** {@code POST /v1/rooms/{room}/peers/{peer}/messages}: one message, or an array of them. */
  public void post(HttpServerExchange exchange) {
    RoomPeer caller = Credentials.ofKey(exchange);
    long seat = seat(exchange);
    gate.admitResponse(exchange);
    RequestBody.read(
        exchange,
        postBytes,
        (whole, body, length) ->
            requests.post(
                caller,
                seat,
                body,
                0,
                length,
                client(whole),
                reply -> IoThread.answer(whole, () -> answer(whole, reply))));
  }

  /** A single message that is refused fails the request; of an array, each error is listed. */
  private void answer(HttpServerExchange exchange, HttpRequests.PostResponse reply) {
    List<Notice.Error> errors = reply.ack().errors();
    if (reply.single() && !errors.isEmpty()) {
      Problem.answerObserved(exchange, errors.getFirst());
    } else {
      send(exchange, StatusCodes.OK, reply.ack());
    }
  }

  /** {@code DELETE /v1/rooms/{room}/peers/{peer}}. */
  public void leave(HttpServerExchange exchange) {
    RoomPeer caller = Credentials.ofKey(exchange);
    long seat = seat(exchange);
    Runnable answer = () -> ResponseWriter.sendNothing(exchange, StatusCodes.NO_CONTENT);
    // Dispatched, or Undertow would end the exchange when this handler returns.
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () ->
            requests.leave(
                caller, seat, client(exchange), () -> IoThread.answer(exchange, answer)));
  }

  private static ClientAccount client(HttpServerExchange exchange) {
    return RequestAccount.of(exchange).client();
  }

  /** The parameter {@code seat}; 0 stands for the current seat, whichever it is. */
  private static long seat(HttpServerExchange exchange) {
    Long seat = Query.number(exchange, "seat");
    return seat == null ? 0 : seat;
  }

  private void send(HttpServerExchange exchange, int status, Notice notice) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    ResponseWriter.send(exchange, codec.encode(notice));
  }
}
