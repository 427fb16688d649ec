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
 * Finds what stands behind a URL: its path decides, and a method that there is not at this path is
 * answered with those that there are.
 */
public final class Router implements HttpHandler {
  private final PathTemplateMatcher<Map<String, HttpHandler>> routes = new PathTemplateMatcher<>();

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
        "This address takes other methods: " + allowed + ".");
  }
}
