package dev.parley.server.http;

import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.Signaling;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Every URL on one screen. */
public final class Routes {
  private static final String ROOM = "/v1/rooms/{room}";
  private static final String PEER = ROOM + "/peers/{peer}";
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /** A post may be an array of messages, each of which may be as long as one alone. */
  private static final int MESSAGES_IN_A_BODY = 16;

  private static final int BODIES_IN_A_REQUEST = 4;

  private final HttpHandler all;
  private final WebSocketEndpoint webSockets;
  private final StreamEndpoint streams;
  private final Doorkeeper doorkeeper;

  /** Requests that have not been answered to the end: streams and polls, too. */
  private final AtomicInteger underway = new AtomicInteger();

  public Routes(Signaling signaling, ServerConfig config, int connections, InstantSource clock) {
    StaticFiles files = new StaticFiles();
    OriginPolicy origins = new OriginPolicy(config.origins());
    ClientAddress clients = new ClientAddress(config.trustedProxies());
    this.doorkeeper =
        new Doorkeeper(
            new Doorkeeper.Bounds(
                connections, config.connectionsPerAddress(), config.joinsPerAddress()),
            clock);
    SeatEndpoint seats = new SeatEndpoint(signaling, clients, doorkeeper);
    Api api = new Api(origins);
    HttpHandler preflight = api.of(Preflight::answer);
    HttpHandler page = guarded(files.only("/index.html"));
    int message = config.limits().messageBytes();
    int messages = message * MESSAGES_IN_A_BODY;
    Duration patience = config.heartbeatTimeout();
    this.webSockets = new WebSocketEndpoint(signaling, config, origins, clients, doorkeeper, clock);
    this.streams = new StreamEndpoint(signaling, config, clients, doorkeeper, clock);
    HttpHandler routes =
        new Routing()
            .add("GET", ROOM, webSockets)
            .add("POST", ROOM + "/peers", api.of(Body.of(message, patience, seats::join)))
            .add("DELETE", PEER, api.of(seats::leave))
            .add("POST", PEER + "/messages", api.of(Body.of(messages, patience, seats::post)))
            .add("GET", PEER + "/messages", api.of(new PollEndpoint(signaling)))
            .add("GET", PEER + "/events", api.of(streams))
            .add("OPTIONS", ROOM + "/peers", preflight)
            .add("OPTIONS", PEER, preflight)
            .add("OPTIONS", PEER + "/messages", preflight)
            .add("OPTIONS", PEER + "/events", preflight)
            .add("GET", "/healthz", Routes::healthy)
            .add("HEAD", "/healthz", Routes::healthy)
            .add("GET", "/readyz", this::ready)
            .add("HEAD", "/readyz", this::ready)
            .add("GET", "/r/{room}", page)
            .add("HEAD", "/r/{room}", page)
            .add("GET", "/*", guarded(files))
            .add("HEAD", "/*", guarded(files));
    this.all = counted(new RefusalLog(clients).of(routes));
  }

  public HttpHandler handler() {
    return all;
  }

  /** Time has passed. */
  public void tick() {
    webSockets.tick();
    streams.tick();
    doorkeeper.tick();
  }

  /** From now on nobody is let in, and whoever asks whether the server is ready is told no. */
  public void closeDoors() {
    doorkeeper.close();
  }

  /** Whether every client has heard all that there is to say to it. */
  public boolean isIdle() {
    return webSockets.isIdle() && underway.get() == 0;
  }

  /** How much of a body is read: what is too long, too, or its sender would not hear of it. */
  public static long maxEntityBytes(ServerConfig config) {
    return (long) config.limits().messageBytes() * MESSAGES_IN_A_BODY * BODIES_IN_A_REQUEST;
  }

  private HttpHandler counted(HttpHandler next) {
    return exchange -> {
      underway.incrementAndGet();
      exchange.addExchangeCompleteListener((_, rest) -> {
        underway.decrementAndGet();
        rest.proceed();
      });
      next.handleRequest(exchange);
    };
  }

  private void ready(HttpServerExchange exchange) {
    if (doorkeeper.isClosed()) {
      Problem.answer(
          exchange, StatusCodes.SERVICE_UNAVAILABLE, "unavailable", "The server is about to end.");
    } else {
      healthy(exchange);
    }
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
