package dev.parley.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers CORS preflight requests (Fetch standard), which browsers send before a request of another
 * origin. Any origin and any request header is allowed: {@link ApiHandler} checks the origin of the
 * request itself, and tracing libraries add headers of their own.
 */
final class Preflight {
  private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
  private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
  private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
  private static final HttpString ALLOW_PRIVATE_NETWORK =
      new HttpString("Access-Control-Allow-Private-Network");
  private static final HttpString REQUESTED_HEADERS =
      new HttpString("Access-Control-Request-Headers");
  private static final HttpString REQUESTED_PRIVATE_NETWORK =
      new HttpString("Access-Control-Request-Private-Network");

  /** The headers of the protocol, for a preflight that requests none. */
  private static final List<String> OWN_HEADERS =
      List.of("Authorization", "Content-Type", "Last-Event-ID", "Parley-Key");

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
  private static final int MAX_HEADERS = 64;

  private Preflight() {}

  /**
   * Allows the request.
   *
   * @param known whether pages of this origin may use the API: only these may reach a server in a
   *     private network from outside of it
   */
  static void answer(HttpServerExchange exchange, boolean known) {
    HeaderMap request = exchange.getRequestHeaders();
    HeaderMap response = exchange.getResponseHeaders();
    response.put(ApiHandler.ALLOW_ORIGIN, "*");
    response.put(ALLOW_METHODS, "GET, POST, DELETE");
    response.put(ALLOW_HEADERS, allowed(request.get(REQUESTED_HEADERS)));
    response.put(MAX_AGE, "600"); // seconds
    if (known && "true".equals(request.getFirst(REQUESTED_PRIVATE_NETWORK))) {
      response.put(ALLOW_PRIVATE_NETWORK, "true");
    }
    ApiHandler.vary(response, REQUESTED_HEADERS + ", " + REQUESTED_PRIVATE_NETWORK);
    ResponseWriter.sendNothing(exchange, StatusCodes.NO_CONTENT);
  }

  private static String allowed(@Nullable HeaderValues requested) {
    if (requested == null) {
      return String.join(", ", OWN_HEADERS);
    }
    return requested.stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(name -> TOKEN.matcher(name).matches())
        .limit(MAX_HEADERS)
        .collect(Collectors.joining(", "));
  }
}
