package dev.parley.server.http;

import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.Signaling;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.time.InstantSource;

/** Every URL on one screen. */
public final class Routes {
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final HttpHandler all;
  private final WebSocketEndpoint webSockets;

  public Routes(Signaling signaling, ServerConfig config, InstantSource clock) {
    StaticFiles files = new StaticFiles();
    this.webSockets = new WebSocketEndpoint(signaling, config, clock);
    this.all =
        Handlers.routing()
            .get("/v1/rooms/{room}", webSockets)
            .get("/healthz", Routes::healthy)
            .get("/r/{room}", guarded(files.only("/index.html")))
            .get("/*", guarded(files))
            .add("HEAD", "/healthz", Routes::healthy)
            .add("HEAD", "/*", guarded(files))
            .setInvalidMethodHandler(
                new Problem(405, "bad-message", "This address does not take this method.")::answer);
  }

  public HttpHandler handler() {
    return all;
  }

  /** Time has passed. */
  public void tick() {
    webSockets.tick();
  }

  private static void healthy(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseSender().send("ok\n");
  }

  /** What a page may do is said with every file: its own scripts, its own server, the camera. */
  private static HttpHandler guarded(HttpHandler next) {
    return exchange -> {
      HeaderMap headers = exchange.getResponseHeaders();
      headers.put(new HttpString("Content-Security-Policy"), CONTENT_SECURITY_POLICY);
      headers.put(new HttpString("X-Content-Type-Options"), "nosniff");
      headers.put(new HttpString("Referrer-Policy"), "no-referrer"); // a room's link is its key
      headers.put(new HttpString("Cross-Origin-Opener-Policy"), "same-origin");
      headers.put(
          new HttpString("Permissions-Policy"),
          "camera=(self), microphone=(self), display-capture=(self)");
      next.handleRequest(exchange);
    };
  }
}
