package dev.parley.scenario;

import java.time.Duration;
import java.util.List;

/** One thing that a step does. {@code joins} is short for several. */
public sealed interface Action {

  /** A client connects to a room, which has this name in the script. */
  record Connect(String client, String room) implements Action {}

  /** A client uses the key of another, and a connection of its own. */
  record ShareKey(String client, String other) implements Action {}

  record Send(String client, Template message) implements Action {}

  /** Sends text as it is written, JSON or not. */
  record SendText(String client, String text) implements Action {}

  record SendBinary(String client, String hex) implements Action {}

  /** The next message that each of the clients receives. */
  record Expect(List<String> clients, Expectation message) implements Action {}

  /** The server closes the connection of a client. */
  record ExpectClose(String client, int code) implements Action {}

  /** All that was received so far has been expected. */
  record ExpectNothing() implements Action {}

  /** Ends a connection without a close handshake. */
  record Drop(String client) implements Action {}

  record Close(String client, int code) implements Action {}

  record Wait(Duration time) implements Action {}

  /** Names a value as it is now. */
  record Assign(String name, Template value) implements Action {}
}
