package dev.parley.server.http;

import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.guard.Budget.Pressure;
import dev.parley.signaling.guard.ClientAccount;
import java.time.Duration;

/** When a silent connection is to show life, and when it is taken for lost. */
public record Heartbeat(Duration interval, Duration timeout) {
  /** How long a connection may take to end by itself, before it is cut. */
  public static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  /** How long this client may take nothing of what waits for it. */
  public Duration patience(ClientAccount client) {
    return client.unsent().pressure() == Pressure.NONE ? timeout : CLOSE_PATIENCE;
  }

  public static Heartbeat of(ServerConfig config) {
    return new Heartbeat(config.limits().heartbeat(), config.heartbeatTimeout());
  }
}
