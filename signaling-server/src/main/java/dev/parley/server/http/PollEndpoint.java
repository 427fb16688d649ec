package dev.parley.server.http;

import dev.parley.signaling.Signaling;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;

/** Long and short polling: what has come since a number, or the next that comes. */
final class PollEndpoint implements HttpHandler {
  private static final long DEFAULT_WAIT_SECONDS = 25;
  private static final long MAX_WAIT_SECONDS = 55;

  private final Signaling signaling;

  PollEndpoint(Signaling signaling) {
    this.signaling = signaling;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Caller caller = Caller.withKeyOrTicket(exchange, signaling);
    Long after = Query.number(exchange, "after");
    Long wait = Query.number(exchange, "wait");
    long seconds = Math.min(wait == null ? DEFAULT_WAIT_SECONDS : wait, MAX_WAIT_SECONDS);
    // The exchange goes on after this call, and holds no thread meanwhile.
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () -> new Poll(exchange, signaling, caller).begin(after, Duration.ofSeconds(seconds)));
  }
}
