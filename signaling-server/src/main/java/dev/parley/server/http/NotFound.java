package dev.parley.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/**
 * Answers at addresses where there is nothing: a person who has followed a link gets the page,
 * which says so and leads on, and everything else a problem.
 */
final class NotFound implements HttpHandler {
  private static final HttpString FETCH_MODE = new HttpString("Sec-Fetch-Mode");
  private static final String INTERFACE = "/v1/";

  private final HttpHandler page;

  NotFound(HttpHandler page) {
    this.page = page;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (isFollowedLink(exchange)) {
      exchange.getRequestHeaders().remove(Headers.IF_NONE_MATCH); // the status is news in any case
      page.handleRequest(exchange.setStatusCode(StatusCodes.NOT_FOUND));
    } else {
      answer(exchange);
    }
  }

  /** Answers a program. */
  static void answer(HttpServerExchange exchange) {
    Problem.answer(
        exchange, StatusCodes.NOT_FOUND, "not-found", "There is nothing at this address.");
  }

  /**
   * Older browsers say of no request what it is for, but of this kind alone that they want HTML.
   */
  private static boolean isFollowedLink(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    String mode = headers.getFirst(FETCH_MODE);
    String wanted = headers.getFirst(Headers.ACCEPT);
    return !exchange.getRelativePath().startsWith(INTERFACE)
        && (mode == null || mode.equals("navigate"))
        && wanted != null
        && wanted.contains("text/html");
  }
}
