package dev.parley.server.config;

import dev.parley.signaling.SignalingBuilder;
import dev.parley.signaling.participant.Limits;
import java.time.Duration;
import java.util.Locale;

/**
 * Every setting: its key, default, bounds and description. The names follow from the constant:
 * {@code MESSAGE_BYTES} is {@code message-bytes} in a file, {@code --message-bytes} as an argument
 * and {@code PARLEY_MESSAGE_BYTES} in the environment.
 *
 * <p>{@code --help} prints this table, and a test compares docs/configuration.md with it.
 */
enum Setting {
  HOST("127.0.0.1", "Address to listen on; 0.0.0.0 is every IPv4 address, :: every address"),
  PORT(8080, 0, 65_535, "Port to listen on; 0 selects a free one"),
  ORIGINS("", "Web origins that may connect, besides the server's own; comma-separated, * for all"),
  TRUSTED_PROXIES(
      "", "Addresses or CIDR blocks of proxies whose X-Forwarded-For is trusted; comma-separated"),
  ICE_SERVERS("", "STUN URLs sent to every client; comma-separated"),
  TURN_URLS("", "TURN URLs sent to every client with credentials; comma-separated"),
  TURN_SECRET("", "Secret shared with the TURN servers: static-auth-secret of coturn"),
  TURN_SECRET_FILE("", "File with that secret"),
  TURN_TTL(3_600, 10, 3_600, "Seconds for which credentials made with that secret are valid"),
  TURN_USERNAME("", "User name for TURN servers that share no secret"),
  TURN_PASSWORD("", "Password for turn-username"),
  TURN_PASSWORD_FILE("", "File with that password"),
  WEB("", "Directory with a page to serve instead of the built-in one"),
  MESSAGE_BYTES(
      Limits.DEFAULT.messageBytes(), 1_024, 16 << 20, "Maximum size of a client's message, bytes"),
  MESSAGES_PER_SECOND(
      Limits.DEFAULT.messagesPerSecond(),
      1,
      1_000_000,
      "Messages per second on one connection; burst: 10 seconds' worth"),
  BAD_MESSAGES(
      Limits.DEFAULT.badMessages(),
      1,
      1_000_000,
      "Invalid messages on one connection; the last of them closes it"),
  UNSENT_BYTES(
      Limits.DEFAULT.unsentBytes(),
      16_384,
      "Bytes that may wait for one client that reads too slowly"),
  LOG_BYTES(
      SignalingBuilder.LOG_BYTES,
      1_024,
      "Events that one room keeps for clients that resume, approximate bytes"),
  TOTAL_LOG_BYTES(
      SignalingBuilder.TOTAL_LOG_BYTES,
      65_536,
      "Events that all rooms keep together, approximate bytes"),
  TOTAL_ROSTER_BYTES(
      SignalingBuilder.TOTAL_ROSTER_BYTES, 1_024, "Seats of all rooms together, approximate bytes"),
  TOTAL_UNSENT_BYTES(
      SignalingBuilder.TOTAL_UNSENT_BYTES, 65_536, "Bytes that may wait for all clients together"),
  TOTAL_INCOMING_BYTES(
      SignalingBuilder.TOTAL_INCOMING_BYTES,
      65_536,
      "Incomplete requests and messages of all clients together, bytes"),
  ROOMS(SignalingBuilder.ROOMS, 1, "Maximum number of rooms"),
  PEERS_PER_ROOM(SignalingBuilder.PEERS_PER_ROOM, 1, 1_000_000, "Maximum number of seats per room"),
  CONNECTIONS(0, 0, "Maximum number of connections; 0 is as many as open files and heap allow"),
  CONNECTIONS_PER_ADDRESS(1_000, 1, "Maximum number of connections from one client address"),
  JOINS_PER_ADDRESS(
      200,
      1,
      1_000_000,
      "Upgrades, event streams and joins per second from one client address; burst: 10 seconds'"
          + " worth"),
  JOIN_TIMEOUT(
      Limits.DEFAULT.joinTimeout(), 1, 3_600, "Seconds that a connection may stay without a seat"),
  HEARTBEAT(
      Limits.DEFAULT.heartbeat(), 1, 3_600, "Seconds of silence after which a client is pinged"),
  HEARTBEAT_TIMEOUT(
      SignalingBuilder.HEARTBEAT_TIMEOUT,
      1,
      3_600,
      "Seconds of silence after which a connection is closed as lost"),
  RESUME_WINDOW(
      SignalingBuilder.RESUME_WINDOW, 0, 3_600, "Seconds that a seat is kept without a connection"),
  HISTORY_AGE(
      SignalingBuilder.HISTORY_AGE,
      1,
      604_800,
      "Seconds that messages with \"keep\" are kept for peers that join later"),
  HISTORY_FROM(
      "all",
      "Kept messages sent to a peer that joins: all, or joined for those since its first join"),
  DRAIN(
      SignalingBuilder.DRAIN,
      0,
      3_600,
      "Seconds over which the reconnects of clients are spread when the server stops"),
  IO_THREADS(0, 0, 256, "Threads for network I/O; 0 is one per processor");

  private static final String ENVIRONMENT_PREFIX = "PARLEY_";

  /** The upper bound of settings that have none; larger values are clamped to it. */
  static final long NO_MAX = 1L << 40;

  private final String defaultText;
  private final boolean isNumber;
  private final long min;
  private final long max;
  private final String description;

  Setting(long defaultNumber, int min, int max, String description) {
    this(String.valueOf(defaultNumber), true, min, max, description);
  }

  Setting(long defaultNumber, int min, String description) {
    this(String.valueOf(defaultNumber), true, min, NO_MAX, description);
  }

  Setting(Duration defaultSeconds, int min, int max, String description) {
    this(defaultSeconds.toSeconds(), min, max, description);
  }

  Setting(String defaultText, String description) {
    this(defaultText, false, 0, 0, description);
  }

  Setting(String defaultText, boolean isNumber, long min, long max, String description) {
    this.defaultText = defaultText;
    this.isNumber = isNumber;
    this.min = min;
    this.max = max;
    this.description = description;
  }

  /** The name in a file. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name as an argument. */
  String option() {
    return "--" + key();
  }

  /** The name in the environment. */
  String variable() {
    return ENVIRONMENT_PREFIX + name();
  }

  /** The default, written as an operator would write it; empty for an empty list. */
  String defaultText() {
    return defaultText;
  }

  boolean isNumber() {
    return isNumber;
  }

  /** Whether a number is within the bounds of this setting. */
  boolean allows(long number) {
    return number >= min && (number <= max || max == NO_MAX);
  }

  /** The bounds of a number, such as "0 to 65535" or "1 or more". */
  String bounds() {
    return max == NO_MAX ? min + " or more" : min + " to " + max;
  }

  String description() {
    return description;
  }

  /** Whether a variable of this name is meant for Parley, even if no setting has that name. */
  static boolean claims(String variable) {
    return variable.startsWith(ENVIRONMENT_PREFIX);
  }
}
