package dev.parley.server.http;

import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/**
 * What all of the HTTP interface has in common: which pages may use it (Fetch standard, CORS), that
 * nothing of it is kept in a cache, and that a refusal is an answer.
 */
final class Api {
  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
  private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
  private static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");
  private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");

  private final OriginPolicy origins;

  Api(OriginPolicy origins) {
    this.origins = origins;
  }

  HttpHandler of(HttpHandler next) {
    return exchange -> {
      HeaderMap request = exchange.getRequestHeaders();
      HeaderMap response = exchange.getResponseHeaders();
      String origin = request.getFirst(Headers.ORIGIN);
      response.put(Headers.CACHE_CONTROL, "no-store");
      response.add(Headers.VARY, "Origin");
      if (!origins.allows(origin, request.getFirst(Headers.HOST))) {
        Problem.answer(exchange, StatusCodes.FORBIDDEN, "forbidden", OriginPolicy.REFUSAL);
        return;
      }
      if (origin != null) {
        response.put(ALLOW_ORIGIN, origin);
        response.put(EXPOSE_HEADERS, "Location, Retry-After");
      }
      refusable(next).handleRequest(exchange);
    };
  }

  /** What a browser asks before it sends a request of another origin. */
  static void preflight(HttpServerExchange exchange) {
    HeaderMap response = exchange.getResponseHeaders();
    response.put(ALLOW_METHODS, "GET, POST, DELETE");
    response.put(ALLOW_HEADERS, "Authorization, Content-Type, Last-Event-ID");
    response.put(MAX_AGE, "600");
    exchange.setStatusCode(StatusCodes.NO_CONTENT).endExchange();
  }

  /** What the protocol refuses is answered, also where it comes up later than in the first call. */
  static HttpHandler refusable(HttpHandler next) {
    return exchange -> {
      try {
        next.handleRequest(exchange);
      } catch (ProtocolException e) {
        Problem.answer(exchange, e);
      }
    };
  }
}
