package dev.parley.conformance;

import dev.parley.scenario.Action;
import dev.parley.scenario.RemoteServer;
import dev.parley.scenario.Scenario;
import dev.parley.scenario.ServerUnderTest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The transports of docs/protocol.md, section 1. Short polls are long polls with another wait. */
enum Transport {
  WEBSOCKET("websocket"),
  SSE("sse"),
  POLL("poll");

  private static final int REPLACED = 4409;

  /**
   * The close codes that the HTTP transports express: after a leave, and of a replaced listener.
   */
  private static final Set<Integer> HTTP_CLOSES = Set.of(1000, REPLACED);

  private final String label;

  Transport(String label) {
    this.label = label;
  }

  /** The transport with this name. */
  static Transport of(String label) {
    for (Transport transport : values()) {
      if (transport.label.equals(label)) {
        return transport;
      }
    }
    throw new IllegalArgumentException("\"" + label + "\" is not one of websocket, sse and poll.");
  }

  /** Connects to a server over this transport. */
  ServerUnderTest to(URI server) {
    return switch (this) {
      case WEBSOCKET -> new RemoteServer(server);
      case SSE -> new HttpServer(server, EventStreamConnection::new);
      case POLL -> new HttpServer(server, PollConnection::new);
    };
  }

  /** Why a scenario makes no sense over this transport, if so. */
  Optional<String> obstacle(Scenario scenario) {
    if (this == WEBSOCKET) {
      return Optional.empty();
    }
    if (scenario.requirements().contains(Scenario.Requirement.WEBSOCKET)) {
      return Optional.of("requires a WebSocket");
    }
    return scenario.steps().stream()
        .flatMap(step -> step.actions().stream())
        .map(this::obstacle)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> obstacle(Action action) {
    @Nullable String obstacle =
        switch (action) {
          case Action.SendBinary _ -> "sends a binary message";
          case Action.ExpectClose(_, int code) when !HTTP_CLOSES.contains(code) ->
              "expects the close code " + code;
          case Action.Drop _, Action.Close _ when this == POLL ->
              "ends a connection, which a server notices only after the heartbeat timeout of a poll";
          case Action.ExpectClose(_, int code) when this == POLL && code == REPLACED ->
              "expects a take-over to end a poll, which it does only while the poll waits";
          default -> null;
        };
    return Optional.ofNullable(obstacle);
  }

  @Override
  public String toString() {
    return label;
  }
}
