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

/** Server-sent events: a stream of what happens in the room, which a browser resumes by itself. */
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
    gate.admitJoin(exchange);
    gate.admitResponse(exchange);
    Long after = after(exchange);
    EventStream stream = new EventStream(exchange, codec, heartbeat, clock.instant());
    // The exchange goes on after this call, and holds no thread meanwhile.
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> stream.listen(requests, reader, after));
  }

  /**
   * A browser that comes back by itself asks the old address, and says in a header where it was.
   */
  private static @Nullable Long after(HttpServerExchange exchange) {
    String last = exchange.getRequestHeaders().getFirst(LAST_EVENT_ID);
    if (last != null && !last.isEmpty()) {
      return Query.number("Last-Event-ID", last);
    }
    return Query.number(exchange, "after");
  }
}
