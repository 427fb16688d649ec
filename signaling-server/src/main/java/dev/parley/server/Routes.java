package dev.parley.server;

import dev.parley.server.config.MemoryPlan;
import dev.parley.server.config.ServerConfig;
import dev.parley.server.http.ApiHandler;
import dev.parley.server.http.Gate;
import dev.parley.server.http.HealthEndpoint;
import dev.parley.server.http.NotFound;
import dev.parley.server.http.OriginPolicy;
import dev.parley.server.http.RequestGate;
import dev.parley.server.http.Router;
import dev.parley.server.http.StaticFiles;
import dev.parley.server.http.WebDirectory;
import dev.parley.server.transport.SeatEndpoint;
import dev.parley.server.transport.poll.PollEndpoint;
import dev.parley.server.transport.sse.EventStreamEndpoint;
import dev.parley.server.transport.websocket.WebSocketEndpoint;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.FaultBarrier;
import io.undertow.server.HttpHandler;
import java.time.InstantSource;
import java.util.List;

/** Every URL, and the handler that answers it: the only class that knows all transports. */
final class Routes {
  private static final String ROOM = "/v1/rooms/{room}";
  private static final String PEER = ROOM + "/peers/{peer}";

  /** Every other path of the API. */
  private static final String UNKNOWN = "/v1/*";

  /** A post may be an array of messages. This many of the maximum size fit into its body. */
  static final int MAX_MESSAGES_PER_BODY = 16;

  private final Router router = new Router();
  private final Gate gate;
  private final PollEndpoint polls;

  /**
   * Assembles everything that is served.
   *
   * @param plan the configuration with limits that fit the heap
   * @param web the files of the operator's page
   * @param spare the number of connections accepted beyond the limit, to be refused with a reason
   */
  Routes(Signaling signaling, MemoryPlan plan, WebDirectory web, int spare, InstantSource clock) {
    ServerConfig config = plan.config();
    this.gate = new Gate(router, signaling, plan, spare, clock);
    RequestGate requests = gate.requests();
    int message = config.limits().messageBytes();
    this.polls = new PollEndpoint(signaling, requests, config.limits().messagesPerSecond(), clock);
    OriginPolicy origins = new OriginPolicy(config.origins());
    addTransports(
        new ApiHandler(origins),
        new WebSocketEndpoint(signaling, config, origins, gate),
        new SeatEndpoint(signaling, requests, message, message * MAX_MESSAGES_PER_BODY),
        new EventStreamEndpoint(signaling, config, requests, clock));
    addHealth(new HealthEndpoint(requests));
    addFiles(new StaticFiles(web));
  }

  private void addTransports(
      ApiHandler api, HttpHandler webSockets, SeatEndpoint seats, HttpHandler streams) {
    HttpHandler preflight = api.preflight();
    router
        .add("GET", ROOM, webSockets)
        .add("POST", ROOM + "/peers", api.wrap(seats::join))
        .add("DELETE", PEER, api.wrap(seats::leave))
        .add("POST", PEER + "/messages", api.wrap(seats::post))
        .add("GET", PEER + "/messages", api.wrap(polls))
        .add("GET", PEER + "/events", api.wrap(streams))
        .add("OPTIONS", ROOM, preflight)
        .add("OPTIONS", ROOM + "/peers", preflight)
        .add("OPTIONS", PEER, preflight)
        .add("OPTIONS", PEER + "/messages", preflight)
        .add("OPTIONS", PEER + "/events", preflight)
        .add("OPTIONS", UNKNOWN, preflight);
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")) {
      router.add(method, UNKNOWN, NotFound::answer);
    }
  }

  private void addHealth(HealthEndpoint health) {
    router
        .add("GET", HealthEndpoint.LIVENESS, health::live)
        .add("HEAD", HealthEndpoint.LIVENESS, health::live)
        .add("GET", HealthEndpoint.READINESS, health::ready)
        .add("HEAD", HealthEndpoint.READINESS, health::ready);
  }

  private void addFiles(StaticFiles files) {
    HttpHandler page = files.only("/index.html");
    HttpHandler all = ApiHandler.catching(files);
    router
        .add("GET", "/r/{room}", page)
        .add("HEAD", "/r/{room}", page)
        .add("GET", "/*", all)
        .add("HEAD", "/*", all);
  }

  Gate gate() {
    return gate;
  }

  /** Enforces timeouts and rates; called by the server's timer. */
  void tick(FaultBarrier faults) {
    gate.tick(faults);
    polls.tick(faults);
  }
}
