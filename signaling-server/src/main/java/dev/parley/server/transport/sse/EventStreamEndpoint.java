package dev.parley.server.transport.sse;

import dev.parley.server.config.ServerConfig;
import dev.parley.server.http.Heartbeat;
import dev.parley.server.http.Query;
import dev.parley.server.http.RequestGate;
import dev.parley.server.transport.Credentials;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.participant.HttpRequests;
import dev.parley.signaling.wire.JsonCodec;
import dev.parley.signaling.wire.MessageCodec;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/rooms/{room}/peers/{peer}/events}: opens a stream of server-sent events, after the
 * number in {@code Last-Event-ID} or {@code after}.
 */
public final class EventStreamEndpoint implements HttpHandler {
  private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");

  private final MessageCodec codec = new EventStreamCodec(JsonCodec.STANDARD);
  private final HttpRequests requests;
  private final RequestGate gate;
  private final Heartbeat heartbeat;
  private final InstantSource clock;

  public EventStreamEndpoint(
      Signaling signaling, ServerConfig config, RequestGate gate, InstantSource clock) {
    this.requests = signaling.http();
    this.gate = gate;
    this.heartbeat = Heartbeat.of(config);
    this.clock = clock;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Credentials.Reader reader = Credentials.ofKeyOrTicket(exchange, requests);
    gate.admitJoin(exchange); // opening a stream costs as much as a join
    gate.admitResponse(exchange);
    Long after = after(exchange);
    EventStream stream = new EventStream(exchange, codec, heartbeat, clock.instant());
    // Dispatched, or Undertow would end the exchange when this handler returns.
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> stream.attach(requests, reader, after));
  }

  /** A browser reconnects to the same URL: the header, which is newer, overrides its parameter. */
  private static @Nullable Long after(HttpServerExchange exchange) {
    String last = exchange.getRequestHeaders().getFirst(LAST_EVENT_ID);
    if (last != null && !last.isEmpty()) {
      return Query.number("Last-Event-ID", last);
    }
    return Query.number(exchange, "after");
  }
}
