package dev.parley.signaling.participant;

import java.time.Duration;

/**
 * The limits of one connection. Transports enforce the message size and the heartbeat, the core the
 * others.
 *
 * @param messageBytes the longest message of a client; a longer one closes with {@link
 *     dev.parley.signaling.protocol.CloseCode#MESSAGE_TOO_BIG}
 * @param messagesPerSecond the average rate of messages; a burst may have ten times as many
 * @param badMessages the number of malformed messages that closes the connection
 * @param unsentBytes the most bytes of messages that may wait for a slow client
 * @param joinTimeout the longest time that a connection may be without a seat, or a join without an
 *     answer
 * @param heartbeat the silence after which the transport pings the client
 */
public record Limits(
    int messageBytes,
    int messagesPerSecond,
    int badMessages,
    int unsentBytes,
    Duration joinTimeout,
    Duration heartbeat) {

  /** 64 KiB, 50 per second, 10 malformed messages, 1 MiB, 10 s, 20 s. */
  public static final Limits DEFAULT =
      new Limits(65_536, 50, 10, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(20));
}
