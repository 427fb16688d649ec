package dev.parley.scenario;

import java.time.Duration;
import java.util.List;

/** What one line of a script has happen. */
public sealed interface Act {

  /** Somebody opens a connection to a room, given by its name in the script. */
  record Connects(String who, String room) implements Act {}

  /** Somebody is the same person as another, with a connection of their own. */
  record Shares(String who, String whose) implements Act {}

  record Says(String who, Template words) implements Act {}

  /** Text that is sent as it is written, JSON or not. */
  record SaysText(String who, String text) implements Act {}

  record SendsBytes(String who, String hex) implements Act {}

  record Hears(List<String> who, Expectation expected) implements Act {}

  /** The server ends somebody's connection. */
  record IsClosed(String who, int code) implements Act {}

  record Drops(String who) implements Act {}

  record Closes(String who, int code) implements Act {}

  record Passes(Duration time) implements Act {}

  /** Nobody has heard anything that the script does not say. */
  record Silence() implements Act {}

  /** A value of now gets a name for later. */
  record Keeps(String name, Template value) implements Act {}
}
