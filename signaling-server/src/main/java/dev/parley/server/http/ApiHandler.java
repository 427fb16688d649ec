package dev.parley.server.http;

import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpHandler;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/**
 * Wraps every handler of the HTTP API: checks the origin and adds the CORS headers (Fetch
 * standard), forbids caching and compression on the way, and turns exceptions into problem
 * documents.
 */
public final class ApiHandler {
  /** A proxy that compresses would hold back the events of a stream until its buffer is full. */
  static final String CACHE_CONTROL = "no-store, no-transform";

  static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");

  private final OriginPolicy origins;

  public ApiHandler(OriginPolicy origins) {
    this.origins = origins;
  }

  public HttpHandler wrap(HttpHandler next) {
    return exchange -> {
      HeaderMap request = exchange.getRequestHeaders();
      HeaderMap response = exchange.getResponseHeaders();
      String origin = request.getFirst(Headers.ORIGIN);
      response.put(Headers.CACHE_CONTROL, CACHE_CONTROL);
      vary(response, "Origin");
      if (!origins.allows(request)) {
        Problem.answer(exchange, StatusCodes.FORBIDDEN, "forbidden", OriginPolicy.REFUSAL);
        return;
      }
      if (origin != null) {
        response.put(ALLOW_ORIGIN, origin);
        response.put(EXPOSE_HEADERS, "Location, Retry-After");
      }
      catching(next).handleRequest(exchange);
    };
  }

  /**
   * Answers the preflight requests of every page, also of an origin that may not use the API and of
   * a path that does not exist: a browser hides the response to a request whose preflight failed,
   * so the page could not read the reason. The request itself is refused, before it has any effect.
   */
  public HttpHandler preflight() {
    return exchange -> {
      exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, CACHE_CONTROL);
      vary(exchange.getResponseHeaders(), "Origin");
      Preflight.answer(exchange, origins.allows(exchange.getRequestHeaders()));
    };
  }

  /** Adds names of request headers to Vary: the response depends on them. */
  static void vary(HeaderMap response, String fields) {
    String before = response.getFirst(Headers.VARY);
    response.put(Headers.VARY, before == null ? fields : before + ", " + fields);
  }

  /** Turns exceptions of a handler into responses; those of its later tasks are not covered. */
  public static HttpHandler catching(HttpHandler next) {
    return exchange -> {
      try {
        next.handleRequest(exchange);
      } catch (ProtocolException e) {
        Problem.answer(exchange, e);
      } catch (RuntimeException e) {
        Problem.answerDefect(exchange, e);
      }
    };
  }
}
