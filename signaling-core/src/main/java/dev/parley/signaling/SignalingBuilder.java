package dev.parley.signaling;

import dev.parley.signaling.journal.Journal;
import dev.parley.signaling.journal.LocalJournal;
import dev.parley.signaling.participant.Limits;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.spi.Authenticator;
import dev.parley.signaling.spi.IceServerProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Configures a {@link Signaling}. Everything has a default, which is that of the server's setting
 * (docs/configuration.md) if there is one. Values are not validated: the application knows its
 * limits.
 *
 * <p>Sizes of budgets are approximate, and independent of the heap: their sum should be well below
 * it.
 */
public final class SignalingBuilder {
  /** The silence after which a connection is considered dead. */
  public static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(45);

  /** For how long a seat is kept without a connection. */
  public static final Duration RESUME_WINDOW = Duration.ofSeconds(30);

  /** The time over which clients reconnect after a shutdown. */
  public static final Duration DRAIN = Duration.ofSeconds(5);

  /** For how long kept messages are shown to peers that join. */
  public static final Duration HISTORY_AGE = Duration.ofHours(1);

  /** Rooms at once. */
  public static final int ROOMS = 100_000;

  /** Seats of a room. */
  public static final int PEERS_PER_ROOM = 1_000;

  /** Bytes of events of a room: 4 MiB. */
  public static final long LOG_BYTES = 4L << 20;

  /** Bytes of events of all rooms: 16 MiB. */
  public static final long TOTAL_LOG_BYTES = 16L << 20;

  /** Bytes of seats and shared values of all rooms: 64 MiB. */
  public static final long TOTAL_ROSTER_BYTES = 64L << 20;

  /** Bytes of incomplete messages of all clients: 32 MiB. */
  public static final long TOTAL_INCOMING_BYTES = 32L << 20;

  /** Bytes of messages on their way to all clients: 48 MiB. */
  public static final long TOTAL_UNSENT_BYTES = 48L << 20;

  InstantSource clock = InstantSource.system();
  RandomGenerator random = RandomGenerator.getDefault();
  Limits limits = Limits.DEFAULT;
  Authenticator authenticator = Authenticator.open();
  IceServerProvider iceServers = IceServerProvider.of(List.of());
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

  /** A name for this run of the process. */
  private static String randomName() {
    return HexFormat.of().formatHex(randomSecret(), 0, 8);
  }

  private static byte[] randomSecret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  /**
   * The clock for all durations. It should be monotonic; the default, the system clock, jumps when
   * the date is set. Rooms use the clock of their journal, which for the journal in memory is this
   * one.
   */
  public SignalingBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /** Spreads the delays with which clients reconnect. Not used for secrets. */
  public SignalingBuilder random(RandomGenerator random) {
    this.random = random;
    return this;
  }

  /** The limits of one connection; the default is {@link Limits#DEFAULT}. */
  public SignalingBuilder limits(Limits limits) {
    this.limits = limits;
    return this;
  }

  /** Decides who may join; by default everybody. */
  public SignalingBuilder authenticator(Authenticator authenticator) {
    this.authenticator = authenticator;
    return this;
  }

  /** STUN and TURN servers that {@code joined} lists for clients; by default none. */
  public SignalingBuilder iceServers(List<IceServer> iceServers) {
    return iceServers(IceServerProvider.of(iceServers));
  }

  /** The same for servers whose credentials expire: clients receive new ones in time. */
  public SignalingBuilder iceServers(IceServerProvider iceServers) {
    this.iceServers = iceServers;
    return this;
  }

  /**
   * The silence after which a connection is considered dead: 45 s by default. Events are kept for
   * this time and the resume window together.
   */
  public SignalingBuilder heartbeatTimeout(Duration heartbeatTimeout) {
    this.heartbeatTimeout = heartbeatTimeout;
    return this;
  }

  /** For how long a seat is kept without a connection: 30 s by default. */
  public SignalingBuilder resumeWindow(Duration resumeWindow) {
    this.resumeWindow = resumeWindow;
    return this;
  }

  /** The time over which clients reconnect after a shutdown: 5 s by default. */
  public SignalingBuilder drain(Duration drain) {
    this.drain = drain;
    return this;
  }

  /** For how long kept messages are shown to peers that join: one hour by default. */
  public SignalingBuilder historyAge(Duration historyAge) {
    this.historyAge = historyAge;
    return this;
  }

  /**
   * Whether a peer is shown only messages sent after its first admission to the room: false by
   * default.
   */
  public SignalingBuilder historySinceAdmission(boolean historySinceAdmission) {
    this.historySinceAdmission = historySinceAdmission;
    return this;
  }

  /** The journal that numbers and keeps the facts of rooms; the default keeps them in memory. */
  public SignalingBuilder journal(Journal journal) {
    this.journal = _ -> journal;
    return this;
  }

  /**
   * The name of this node, which no other node has or ever had, not even an earlier run of this
   * process; random by default.
   */
  public SignalingBuilder node(String node) {
    this.node = node;
    return this;
  }

  /** The key of tickets. Nodes that share rooms share it; by default 32 random bytes. */
  public SignalingBuilder secret(byte[] secret) {
    this.secret = secret.clone();
    return this;
  }

  /**
   * Rooms at once on this node: 100,000 by default. Joins beyond that are refused with {@code
   * unavailable}.
   */
  public SignalingBuilder rooms(int rooms) {
    this.rooms = rooms;
    return this;
  }

  /** Seats of a room: 1,000 by default. Joins beyond that are refused with {@code room-full}. */
  public SignalingBuilder peersPerRoom(int peersPerRoom) {
    this.peersPerRoom = peersPerRoom;
    return this;
  }

  /** Approximate bytes of events that a room keeps: 4 MiB by default. Older ones are dropped. */
  public SignalingBuilder logBytes(long logBytes) {
    this.logBytes = logBytes;
    return this;
  }

  /** Approximate bytes of events that all rooms keep together: 16 MiB by default. */
  public SignalingBuilder totalLogBytes(long totalLogBytes) {
    this.totalLogBytes = totalLogBytes;
    return this;
  }

  /**
   * Approximate bytes of the seats and shared values of all rooms: 64 MiB by default. Joins beyond
   * that are refused with {@code unavailable}.
   */
  public SignalingBuilder totalRosterBytes(long totalRosterBytes) {
    this.totalRosterBytes = totalRosterBytes;
    return this;
  }

  /**
   * Bytes of requests and messages that have not arrived completely, of all clients together: 32
   * MiB by default.
   */
  public SignalingBuilder totalIncomingBytes(long totalIncomingBytes) {
    this.totalIncomingBytes = totalIncomingBytes;
    return this;
  }

  /**
   * Approximate bytes on their way to all clients together: 48 MiB by default. As it fills, slow
   * readers receive less at a time, and are cut in the end.
   */
  public SignalingBuilder totalUnsentBytes(long totalUnsentBytes) {
    this.totalUnsentBytes = totalUnsentBytes;
    return this;
  }

  /** The service. It is running; the application has to call {@link Signaling#tick}. */
  public Signaling build() {
    return new Signaling(this);
  }
}
