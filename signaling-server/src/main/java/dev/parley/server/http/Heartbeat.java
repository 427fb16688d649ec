package dev.parley.server.http;

import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.guard.Budget.Pressure;
import dev.parley.signaling.guard.ClientAccount;
import java.time.Duration;

/**
 * The timeouts that detect lost clients.
 *
 * @param interval the silence after which a client is pinged
 * @param timeout the silence after which a client counts as lost
 */
public record Heartbeat(Duration interval, Duration timeout) {
  /** The time that a client has to complete a close, before its connection is aborted. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /**
   * The time that a client may read nothing although something waits for it. It is short when
   * waiting bytes are scarce, for all clients or for this address.
   */
  public Duration stallTimeout(ClientAccount client) {
    return client.unsent().pressure() == Pressure.NONE ? timeout : CLOSE_TIMEOUT;
  }

  public static Heartbeat of(ServerConfig config) {
    return new Heartbeat(config.limits().heartbeat(), config.heartbeatTimeout());
  }
}
