package dev.parley.scenario;

import java.io.IOException;
import java.time.Duration;

/** Where a scenario is played: a server, or its core with a clock that is moved by hand. */
public interface Stage {

  /**
   * Connects to a room, and says nothing yet.
   *
   * @throws IOException with a sentence that says what to do, if there is no connection to be had
   */
  Line open(String room) throws IOException, InterruptedException;

  /** Lets time go by: never more than 10 s at once, so that live connections can be seen alive. */
  void pass(Duration time) throws InterruptedException;
}
