package dev.parley.server.http;

import dev.parley.server.config.MemoryPlan;
import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.Faults;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

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

  private static final String HEALTH = "/healthz";
  private static final String READINESS = "/readyz";
  private static final List<byte[]> HEALTHY = List.of("ok\n".getBytes(StandardCharsets.US_ASCII));

  private final HttpHandler all;
  private final Routing routes = new Routing();
  private final AddressRegistry addresses;
  private final ConnectionGate connections;
  private final RequestGate gate;
  private final WebSocketEndpoint webSockets;
  private final StreamEndpoint streams;
  private final PollEndpoint polls;

  /**
   * All that is served.
   *
   * @param config with bounds for as much as there is
   * @param spare connections beyond that, for a moment, to be refused
   */
  public Routes(
      Signaling signaling, ServerConfig config, MemoryPlan plan, int spare, InstantSource clock) {
    ClientAddress clients = new ClientAddress(config.trustedProxies());
    OriginPolicy origins = new OriginPolicy(config.origins());
    Heartbeat heartbeat = Heartbeat.of(config);
    int perSecond = config.limits().messagesPerSecond();
    int message = config.limits().messageBytes();
    this.addresses =
        new AddressRegistry(
            new AddressRegistry.Bounds(
                config.connectionsOfAddress(), config.joinsPerAddress(), plan.addresses()),
            signaling::client,
            clock);
    this.connections =
        new ConnectionGate(
            new Capacity(config.connections()),
            addresses,
            clients,
            new RefusedConnections(spare),
            new IdleConnections(),
            heartbeat,
            clock);
    this.gate = new RequestGate(routes, addresses, clients, signaling, heartbeat.timeout(), clock);
    this.webSockets = new WebSocketEndpoint(signaling, config, origins, gate, connections);
    this.streams = new StreamEndpoint(signaling, config, gate, clock);
    this.polls = new PollEndpoint(signaling, gate, perSecond, clock);
    this.all = new RefusalLog(clients).of(gate);
    addRoutes(
        new Api(origins),
        new SeatEndpoint(signaling, gate, message, message * MESSAGES_IN_A_BODY),
        new StaticFiles());
  }

  private void addRoutes(Api api, SeatEndpoint seats, StaticFiles files) {
    HttpHandler preflight = api.of(Preflight::answer);
    HttpHandler page = guarded(files.only("/index.html"));
    routes
        .add("GET", ROOM, webSockets)
        .add("POST", ROOM + "/peers", api.of(seats::join))
        .add("DELETE", PEER, api.of(seats::leave))
        .add("POST", PEER + "/messages", api.of(seats::post))
        .add("GET", PEER + "/messages", api.of(polls))
        .add("GET", PEER + "/events", api.of(streams))
        .add("OPTIONS", ROOM + "/peers", preflight)
        .add("OPTIONS", PEER, preflight)
        .add("OPTIONS", PEER + "/messages", preflight)
        .add("OPTIONS", PEER + "/events", preflight)
        .add("GET", HEALTH, Routes::healthy)
        .add("HEAD", HEALTH, Routes::healthy)
        .add("GET", READINESS, this::ready)
        .add("HEAD", READINESS, this::ready)
        .add("GET", "/r/{room}", page)
        .add("HEAD", "/r/{room}", page)
        .add("GET", "/*", guarded(Api.refusable(files)))
        .add("HEAD", "/*", guarded(Api.refusable(files)));
  }

  /** What requests are handed to. */
  HttpHandler handler() {
    return all;
  }

  /** What connections are handed to. */
  ConnectionGate connections() {
    return connections;
  }

  /** Whether a request asks only how the server is. */
  static boolean isHealthCheck(HttpServerExchange exchange) {
    String path = exchange.getRelativePath();
    return path.equals(HEALTH) || path.equals(READINESS);
  }

  /** Time has passed. */
  public void tick(Faults faults) {
    connections.tick(faults);
    gate.tick(faults);
    polls.tick(faults);
    faults.isolate("forgetting addresses", addresses::tick);
  }

  /** From now on nobody is let in, and whoever asks whether the server is ready is told no. */
  public void closeDoors() {
    gate.close();
  }

  /** Whether every request has been answered to the end. */
  public boolean isIdle() {
    return gate.isIdle();
  }

  private void ready(HttpServerExchange exchange) {
    if (gate.isClosed()) {
      Problem.answer(exchange, RequestGate.ending());
    } else {
      healthy(exchange);
    }
  }

  private static void healthy(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    ResponseWriter.send(exchange, HEALTHY, () -> {});
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
