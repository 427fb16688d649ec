package dev.parley.conformance;

import java.util.List;

/**
 * Sees what a {@link WebSocketProxy} carries, and decides what goes on. The methods are called by
 * the threads of the connections.
 */
interface Interference {

  /** A client has opened a TCP connection. */
  default void attempted() {}

  /** A WebSocket is open. */
  default void opened(ProxiedConnection connection) {}

  /** Returns the messages that the server receives instead of this one. */
  default List<String> fromClient(ProxiedConnection connection, String text) {
    return List.of(text);
  }

  /** Returns the messages that the client receives instead of this one. */
  default List<String> fromServer(ProxiedConnection connection, String text) {
    return List.of(text);
  }

  /** The client has sent a pong. */
  default void pong(ProxiedConnection connection, byte[] payload) {}

  /** A WebSocket has ended, by the client, the server or the suite. */
  default void ended(ProxiedConnection connection) {}
}
