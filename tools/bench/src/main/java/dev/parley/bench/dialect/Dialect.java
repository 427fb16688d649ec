package dev.parley.bench.dialect;

import java.util.List;
import java.util.Optional;

/** How the servers of one kind are spoken to. */
public interface Dialect {
  /** Where the number of a request goes in a letter: 1, 2, 3, … */
  String NUMBER = "<number>";

  /** Where the body goes in a letter, within a JSON string if the letter is JSON. */
  String BODY = "<body>";

  /** What the upgrade asks for. */
  String path(Names names);

  default Optional<String> subprotocol() {
    return Optional.empty();
  }

  /** The way in, from the upgrade on. */
  List<Step> entrance(Names names);

  /** A message, with {@link #BODY} in it; {@code to} is the address of the other one. */
  String letter(Kind kind, Names from, String to);

  /** What one says before hanging up. */
  default Optional<String> farewell() {
    return Optional.empty();
  }

  /** Whether one message reaches everybody in a room. */
  default boolean hasBroadcasts() {
    return true;
  }

  /** How a message begins by which the server says that something is wrong. */
  default Optional<String> complaint() {
    return Optional.empty();
  }

  /** What the server asks to see whether one is there, and what it wants to hear. */
  default Optional<Heartbeat> heartbeat() {
    return Optional.empty();
  }

  record Heartbeat(String question, String answer) {}
}
