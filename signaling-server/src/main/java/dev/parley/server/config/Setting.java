package dev.parley.server.config;

import dev.parley.signaling.SignalingBuilder;
import dev.parley.signaling.participant.Limits;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every key that can be set. The name in a file is {@code message-bytes}, as an argument {@code
 * --message-bytes}, in the environment {@code PARLEY_MESSAGE_BYTES}.
 */
enum Setting {
  HOST("127.0.0.1", "address to listen on; 0.0.0.0 is every IPv4 address, :: every address"),
  PORT("8080", "port to listen on; 0 takes one that is free"),
  ORIGINS(
      "", "web origins that may connect beside the server's own, separated by commas; * is all"),
  TRUSTED_PROXIES(
      "", "addresses or CIDR blocks whose X-Forwarded-For is believed, separated by commas"),
  ICE_SERVERS("", "STUN URLs that clients are given, separated by commas"),
  MESSAGE_BYTES(
      Limits.DEFAULT.messageBytes(), "bytes of the longest message that a client may send"),
  MESSAGES_PER_SECOND(
      Limits.DEFAULT.messagesPerSecond(),
      "messages of one connection, with a burst of ten seconds' worth"),
  BAD_MESSAGES(Limits.DEFAULT.badMessages(), "the bad message of one connection that closes it"),
  UNSENT_BYTES(
      Limits.DEFAULT.unsentBytes(), "bytes that may wait for a client that reads too slowly"),
  LOG_BYTES(
      SignalingBuilder.LOG_BYTES,
      "bytes of events, about, that a room keeps for those who come back"),
  TOTAL_LOG_BYTES(
      SignalingBuilder.TOTAL_LOG_BYTES, "bytes of events, about, that all rooms keep together"),
  TOTAL_ROSTER_BYTES(
      SignalingBuilder.TOTAL_ROSTER_BYTES,
      "bytes, about, that the seats of all rooms take together"),
  TOTAL_UNSENT_BYTES(
      SignalingBuilder.TOTAL_UNSENT_BYTES, "bytes that may wait for all clients together"),
  TOTAL_INCOMING_BYTES(
      SignalingBuilder.TOTAL_INCOMING_BYTES,
      "bytes of requests and messages that may wait for the rest of themselves"),
  ROOMS(SignalingBuilder.ROOMS, "rooms at once"),
  PEERS_PER_ROOM(SignalingBuilder.PEERS_PER_ROOM, "seats in one room"),
  CONNECTIONS("0", "connections at once; 0 is as many as open files and memory have place for"),
  CONNECTIONS_PER_ADDRESS("1000", "connections from one client address at once"),
  JOINS_PER_ADDRESS(
      "200", "joins from one client address per second, with a burst of ten seconds' worth"),
  JOIN_TIMEOUT(Limits.DEFAULT.joinTimeout(), "seconds that a connection may stay without a seat"),
  HEARTBEAT(Limits.DEFAULT.heartbeat(), "seconds of silence after which a connection is pinged"),
  HEARTBEAT_TIMEOUT(
      SignalingBuilder.HEARTBEAT_TIMEOUT,
      "seconds of silence after which a connection is taken for lost"),
  RESUME_WINDOW(SignalingBuilder.RESUME_WINDOW, "seconds that a seat is kept without a connection"),
  HISTORY_AGE(
      SignalingBuilder.HISTORY_AGE,
      "seconds that messages with keep are kept for peers that join later"),
  HISTORY_FROM(
      "all",
      "which of them a peer is told: all, or joined for those since it first joined the room"),
  DRAIN(
      SignalingBuilder.DRAIN,
      "seconds over which clients are told to come again when the server ends"),
  IO_THREADS("0", "threads that read and write; 0 is one for each processor");

  private static final String ENVIRONMENT_PREFIX = "PARLEY_";

  private final String standard;
  private final String meaning;

  Setting(long standard, String meaning) {
    this(String.valueOf(standard), meaning);
  }

  Setting(Duration standard, String meaning) {
    this(standard.toSeconds(), meaning);
  }

  Setting(String standard, String meaning) {
    this.standard = standard;
    this.meaning = meaning;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String environmentName() {
    return ENVIRONMENT_PREFIX + name();
  }

  /** The value where nobody has set one. */
  String standard() {
    return standard;
  }

  String meaning() {
    return meaning;
  }

  static boolean claims(String environmentName) {
    return environmentName.startsWith(ENVIRONMENT_PREFIX);
  }

  static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }

  static Optional<Setting> ofEnvironment(String name) {
    return Arrays.stream(values())
        .filter(setting -> setting.environmentName().equals(name))
        .findFirst();
  }
}
