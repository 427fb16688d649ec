package dev.parley.signaling.participant;

import java.time.Duration;

/**
 * What one connection may ask for.
 *
 * @param messageBytes the longest message that a client may send; the link refuses longer ones
 * @param messagesPerSecond how many messages may come, with a burst of ten seconds' worth
 * @param badMessages the bad message that closes the connection
 * @param unsentBytes how much may wait for a client that reads too slowly
 * @param joinTimeout how long a connection may stay without a seat
 * @param heartbeat how often the link shows that it is alive
 */
public record Limits(
    int messageBytes,
    int messagesPerSecond,
    int badMessages,
    int unsentBytes,
    Duration joinTimeout,
    Duration heartbeat) {

  /** 64 KiB, 50 a second, the tenth, 1 MiB, 10 s and 20 s. */
  public static final Limits DEFAULT =
      new Limits(65_536, 50, 10, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(20));
}
