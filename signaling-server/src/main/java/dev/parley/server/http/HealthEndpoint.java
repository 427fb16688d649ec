package dev.parley.server.http;

import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Answers the probes of a supervisor or load balancer. They are also answered on connections beyond
 * the limit: a full server is neither dead nor unready.
 */
public final class HealthEndpoint {
  /** Liveness: 200 as long as the process accepts connections. */
  public static final String LIVENESS = "/healthz";

  /** Readiness: 200 as long as clients are admitted, 503 during shutdown. */
  public static final String READINESS = "/readyz";

  private static final List<byte[]> OK = List.of("ok\n".getBytes(StandardCharsets.US_ASCII));

  private final RequestGate gate;

  public HealthEndpoint(RequestGate gate) {
    this.gate = gate;
  }

  static boolean isProbe(HttpServerExchange exchange) {
    String path = exchange.getRelativePath();
    return path.equals(LIVENESS) || path.equals(READINESS);
  }

  public void live(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    ResponseWriter.send(exchange, OK, () -> {});
  }

  public void ready(HttpServerExchange exchange) {
    if (gate.isClosed()) {
      Problem.answer(exchange, ProtocolException.stopping());
    } else {
      live(exchange);
    }
  }
}
