package dev.parley.server.http;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RoutingHandler;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatcher;
import io.undertow.util.StatusCodes;
import java.util.Set;
import java.util.TreeSet;

/** Finds what stands behind a URL, and tells who comes with another method which there are. */
final class Routing implements HttpHandler {
  private final RoutingHandler routes = Handlers.routing();
  private final PathTemplateMatcher<Set<String>> methods = new PathTemplateMatcher<>();

  Routing() {
    routes.setInvalidMethodHandler(this::refuse);
  }

  Routing add(String method, String template, HttpHandler handler) {
    Set<String> others = methods.get(template);
    Set<String> all = others == null ? new TreeSet<>() : others;
    if (others == null) {
      methods.add(template, all);
    }
    if (all.add(method)) {
      routes.add(method, template, handler);
    }
    return this;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    routes.handleRequest(exchange);
  }

  private void refuse(HttpServerExchange exchange) {
    String allowed = String.join(", ", methods.match(exchange.getRelativePath()).getValue());
    exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
    Problem.answer(
        exchange,
        StatusCodes.METHOD_NOT_ALLOWED,
        "bad-message",
        "This address takes other methods: " + allowed + ".");
  }
}
