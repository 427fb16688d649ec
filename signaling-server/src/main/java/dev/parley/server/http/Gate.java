package dev.parley.server.http;

import dev.parley.server.config.MemoryPlan;
import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.FaultBarrier;
import io.undertow.server.HttpHandler;
import java.time.InstantSource;

/**
 * The one entrance of the server: {@link ConnectionGate} admits TCP connections, {@link
 * RequestGate} admits the requests on them, and both charge the same accounts of client addresses.
 */
public final class Gate {
  private final AddressRegistry addresses;
  private final ConnectionGate connections;
  private final RequestGate requests;
  private final HttpHandler handler;

  /**
   * Creates a gate that admits requests to a handler.
   *
   * @param plan the configuration with limits that fit the heap
   * @param spare the number of connections accepted beyond the limit, to be refused with a reason
   */
  public Gate(
      HttpHandler next, Signaling signaling, MemoryPlan plan, int spare, InstantSource clock) {
    ServerConfig config = plan.config();
    ClientAddress clients = new ClientAddress(config.trustedProxies());
    Heartbeat heartbeat = Heartbeat.of(config);
    this.addresses =
        new AddressRegistry(
            new AddressRegistry.Limits(
                config.maxConnectionsPerAddress(), config.joinsPerAddress(), plan.addresses()),
            signaling::account,
            clock);
    this.connections =
        new ConnectionGate(
            new ConnectionLimit(config.connections()),
            addresses,
            clients,
            new SpareConnections(spare),
            new IdleConnections(),
            heartbeat,
            clock);
    this.requests =
        new RequestGate(next, addresses, clients, signaling, heartbeat.timeout(), clock);
    this.handler = new RefusalLog(clients).wrap(requests);
  }

  public ConnectionGate connections() {
    return connections;
  }

  public RequestGate requests() {
    return requests;
  }

  /** The handler that every request is handed to. */
  HttpHandler handler() {
    return handler;
  }

  /** Enforces timeouts; called by the server's timer. */
  public void tick(FaultBarrier faults) {
    connections.tick(faults);
    requests.tick(faults);
    faults.isolate("forgetting addresses", addresses::tick);
  }
}
