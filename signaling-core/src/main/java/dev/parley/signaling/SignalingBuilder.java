package dev.parley.signaling;

import dev.parley.signaling.journal.Journal;
import dev.parley.signaling.journal.LocalJournal;
import dev.parley.signaling.participant.Limits;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.spi.Authenticator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Makes a {@link Signaling}. Everything has a default: that of the server's settings, which
 * docs/configuration.md explains, and for the others what is said here.
 */
public final class SignalingBuilder {
  public static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(45);
  public static final Duration RESUME_WINDOW = Duration.ofSeconds(30);
  public static final Duration DRAIN = Duration.ofSeconds(5);
  public static final Duration HISTORY_AGE = Duration.ofHours(1);
  public static final int ROOMS = 100_000;
  public static final int PEERS_PER_ROOM = 1_000;
  public static final long LOG_BYTES = 4L << 20;
  public static final long TOTAL_LOG_BYTES = 16L << 20;
  public static final long TOTAL_ROSTER_BYTES = 64L << 20;
  public static final long TOTAL_INCOMING_BYTES = 32L << 20;
  public static final long TOTAL_UNSENT_BYTES = 48L << 20;

  InstantSource clock = InstantSource.system();
  RandomGenerator random = RandomGenerator.getDefault();
  Limits limits = Limits.DEFAULT;
  Authenticator authenticator = Authenticator.open();
  List<IceServer> iceServers = List.of();
  Duration heartbeatTimeout = HEARTBEAT_TIMEOUT;
  Duration resumeWindow = RESUME_WINDOW;
  Duration drain = DRAIN;
  Duration historyAge = HISTORY_AGE;
  boolean historySinceAdmission;
  String node = randomName();
  Function<InstantSource, Journal> journal = LocalJournal::new;
  int rooms = ROOMS;
  int peersPerRoom = PEERS_PER_ROOM;
  long logBytes = LOG_BYTES;
  long totalLogBytes = TOTAL_LOG_BYTES;
  long totalRosterBytes = TOTAL_ROSTER_BYTES;
  long totalUnsentBytes = TOTAL_UNSENT_BYTES;
  long totalIncomingBytes = TOTAL_INCOMING_BYTES;

  byte[] secret = randomSecret();

  SignalingBuilder() {}

  /** A name for this incarnation of a node. */
  private static String randomName() {
    return HexFormat.of().formatHex(randomSecret(), 0, 8);
  }

  private static byte[] randomSecret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  /**
   * Measures all durations: it should not jump when somebody sets the date, as the default, the
   * system's clock, does. Rooms go by the clock of their journal, which for the one in memory is
   * this one, too.
   */
  public SignalingBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /** Spreads the moments at which clients come again; nothing that is secret depends on it. */
  public SignalingBuilder random(RandomGenerator random) {
    this.random = random;
    return this;
  }

  /** The limits of one connection; by default {@link Limits#DEFAULT}. */
  public SignalingBuilder limits(Limits limits) {
    this.limits = limits;
    return this;
  }

  /** The check of admission; by default everybody may enter. */
  public SignalingBuilder authenticator(Authenticator authenticator) {
    this.authenticator = authenticator;
    return this;
  }

  /** STUN and TURN servers that clients are told with {@code joined}; by default none. */
  public SignalingBuilder iceServers(List<IceServer> iceServers) {
    this.iceServers = List.copyOf(iceServers);
    return this;
  }

  /**
   * After which silence a link is taken for dead; with the resume window, how long events are kept.
   */
  public SignalingBuilder heartbeatTimeout(Duration heartbeatTimeout) {
    this.heartbeatTimeout = heartbeatTimeout;
    return this;
  }

  /** How long a seat is kept without a connection. */
  public SignalingBuilder resumeWindow(Duration resumeWindow) {
    this.resumeWindow = resumeWindow;
    return this;
  }

  /** Over which time clients come again when the service ends. */
  public SignalingBuilder drain(Duration drain) {
    this.drain = drain;
    return this;
  }

  /** How long messages that are kept are shown to peers that join. */
  public SignalingBuilder historyAge(Duration historyAge) {
    this.historyAge = historyAge;
    return this;
  }

  /** Whether a peer is shown only what was said after it was first let into the room. */
  public SignalingBuilder historySinceAdmission(boolean historySinceAdmission) {
    this.historySinceAdmission = historySinceAdmission;
    return this;
  }

  /** The journal that numbers and keeps what happens in rooms; by default, one in memory. */
  public SignalingBuilder journal(Journal journal) {
    this.journal = _ -> journal;
    return this;
  }

  /** The name of this incarnation of a node, which no other node has or had; by default random. */
  public SignalingBuilder node(String node) {
    this.node = node;
    return this;
  }

  /** The key of tickets, which nodes that share rooms share, too; by default 32 random bytes. */
  public SignalingBuilder secret(byte[] secret) {
    this.secret = secret.clone();
    return this;
  }

  /** How many rooms there may be at once on this node. */
  public SignalingBuilder rooms(int rooms) {
    this.rooms = rooms;
    return this;
  }

  /** How many seats a room may have. */
  public SignalingBuilder peersPerRoom(int peersPerRoom) {
    this.peersPerRoom = peersPerRoom;
    return this;
  }

  /** About how many bytes of events a room keeps. */
  public SignalingBuilder logBytes(long logBytes) {
    this.logBytes = logBytes;
    return this;
  }

  /** About how many bytes of events all rooms keep together. */
  public SignalingBuilder totalLogBytes(long totalLogBytes) {
    this.totalLogBytes = totalLogBytes;
    return this;
  }

  /** About how many bytes the seats of all rooms take together, before nobody gets another. */
  public SignalingBuilder totalRosterBytes(long totalRosterBytes) {
    this.totalRosterBytes = totalRosterBytes;
    return this;
  }

  /** Bytes of requests and messages that have not come whole, of all clients together. */
  public SignalingBuilder totalIncomingBytes(long totalIncomingBytes) {
    this.totalIncomingBytes = totalIncomingBytes;
    return this;
  }

  /** Bytes that may be on their way to all clients together, about. */
  public SignalingBuilder totalUnsentBytes(long totalUnsentBytes) {
    this.totalUnsentBytes = totalUnsentBytes;
    return this;
  }

  public Signaling build() {
    return new Signaling(this);
  }
}
