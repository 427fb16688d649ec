package dev.parley.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/**
 * Answers 404. A person who has followed a link gets the page, which explains the error and offers
 * a room; a program gets a problem document.
 */
public final class NotFound implements HttpHandler {
  private static final HttpString FETCH_MODE = new HttpString("Sec-Fetch-Mode");
  private static final String API = "/v1/";

  private final HttpHandler page;

  NotFound(HttpHandler page) {
    this.page = page;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (isFollowedLink(exchange)) {
      exchange
          .getRequestHeaders()
          .remove(Headers.IF_NONE_MATCH); // or a cached page would make this a 304
      page.handleRequest(exchange.setStatusCode(StatusCodes.NOT_FOUND));
    } else {
      answer(exchange);
    }
  }

  /** Sends the problem document. */
  public static void answer(HttpServerExchange exchange) {
    Problem.answer(
        exchange, StatusCodes.NOT_FOUND, "not-found", "This URL does not exist: check its path.");
  }

  /** Browsers without Sec-Fetch-Mode accept HTML explicitly for navigation only. */
  private static boolean isFollowedLink(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    String mode = headers.getFirst(FETCH_MODE);
    String wanted = headers.getFirst(Headers.ACCEPT);
    return !exchange.getRelativePath().startsWith(API)
        && (mode == null || mode.equals("navigate"))
        && wanted != null
        && wanted.contains("text/html");
  }
}
