package dev.parley.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatch;
import io.undertow.util.PathTemplateMatcher;
import io.undertow.util.StatusCodes;
import java.util.Map;
import java.util.TreeMap;

/**
 * Selects the handler for a path and method. A path with other methods only is answered with 405
 * and their list. Undertow's own routing handler answers 405 without {@code Allow}, which RFC 9110
 * (section 15.5.6) requires.
 */
public final class Router implements HttpHandler {
  private final PathTemplateMatcher<Map<String, HttpHandler>> routes = new PathTemplateMatcher<>();

  /** Adds a handler for a method, and a path with parameters in braces, or * at its end. */
  public Router add(String method, String template, HttpHandler handler) {
    Map<String, HttpHandler> known = routes.get(template);
    Map<String, HttpHandler> methods = known == null ? new TreeMap<>() : known;
    if (known == null) {
      routes.add(template, methods);
    }
    methods.putIfAbsent(method, handler);
    return this;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    PathTemplateMatcher.PathMatchResult<Map<String, HttpHandler>> match =
        routes.match(exchange.getRelativePath());
    if (match == null) {
      NotFound.answer(exchange);
      return;
    }
    exchange.putAttachment(PathTemplateMatch.ATTACHMENT_KEY, match);
    HttpHandler handler = match.getValue().get(exchange.getRequestMethod().toString());
    if (handler == null) {
      refuse(exchange, String.join(", ", match.getValue().keySet()));
    } else {
      handler.handleRequest(exchange);
    }
  }

  private static void refuse(HttpServerExchange exchange, String allowed) {
    exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
    Problem.answer(
        exchange,
        StatusCodes.METHOD_NOT_ALLOWED,
        "bad-message",
        "This URL supports only the methods " + allowed + ".");
  }
}
