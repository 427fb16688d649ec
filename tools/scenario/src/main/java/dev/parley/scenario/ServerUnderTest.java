package dev.parley.scenario;

import java.io.IOException;
import java.time.Duration;

/** A server that scenarios run against: one at a URL, or one in this process on a manual clock. */
public interface ServerUnderTest {

  /**
   * Connects to a room, without sending a message.
   *
   * @throws IOException with a sentence for the user, if the connection fails
   */
  Connection connect(String room) throws IOException, InterruptedException;

  /**
   * Lets time pass, at most 10 s in one call: between the calls the runner answers pings, so that
   * no connection reaches the server's heartbeat timeout.
   */
  void advance(Duration time) throws InterruptedException;
}
