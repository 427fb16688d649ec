package dev.parley.server.http;

import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpHandler;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/**
 * What all of the HTTP interface has in common: which pages may use it (Fetch standard, CORS), that
 * nothing of it is kept in a cache, nor held back by a proxy that would compress it, and that a
 * refusal is an answer.
 */
public final class ApiHandler {
  /** How long an answer of the interface may be kept, and what may be done to it on its way. */
  static final String CACHE_CONTROL = "no-store, no-transform";

  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");

  private final OriginPolicy origins;

  public ApiHandler(OriginPolicy origins) {
    this.origins = origins;
  }

  public HttpHandler of(HttpHandler next) {
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
      refusable(next).handleRequest(exchange);
    };
  }

  /** Says by which header fields of the request the answer differs. */
  static void vary(HeaderMap response, String fields) {
    String before = response.getFirst(Headers.VARY);
    response.put(Headers.VARY, before == null ? fields : before + ", " + fields);
  }

  /** What the protocol refuses is answered, also where it comes up later than in the first call. */
  public static HttpHandler refusable(HttpHandler next) {
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
