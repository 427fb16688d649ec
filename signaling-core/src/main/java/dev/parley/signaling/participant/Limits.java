package dev.parley.signaling.participant;

import java.time.Duration;

/**
 * The limits of one connection.
 *
 * @param messageBytes the longest message of a client; the transport refuses longer ones
 * @param messagesPerSecond the rate of messages, with a burst of ten seconds' worth
 * @param badMessages the number of malformed messages that closes the connection
 * @param unsentBytes the most bytes of messages that may wait for a slow client
 * @param joinTimeout for how long a connection may stay without a seat
 * @param heartbeat the silence after which the transport pings the client
 */
public record Limits(
    int messageBytes,
    int messagesPerSecond,
    int badMessages,
    int unsentBytes,
    Duration joinTimeout,
    Duration heartbeat) {

  /** 64 KiB, 50 per second, 10, 1 MiB, 10 s, 20 s. */
  public static final Limits DEFAULT =
      new Limits(65_536, 50, 10, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(20));
}
