package dev.parley.signaling;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.guard.Budgets;
import dev.parley.signaling.guard.Client;
import dev.parley.signaling.guard.Faults;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.LocalRooms;
import dev.parley.signaling.room.RoomLog;
import dev.parley.signaling.room.RoomPolicy;
import dev.parley.signaling.room.Rooms;
import dev.parley.signaling.room.Rooms.Speaker;
import dev.parley.signaling.session.Desk;
import dev.parley.signaling.session.Handshake;
import dev.parley.signaling.session.Limits;
import dev.parley.signaling.session.Link;
import dev.parley.signaling.session.Listening;
import dev.parley.signaling.session.Services;
import dev.parley.signaling.session.Session;
import dev.parley.signaling.session.Tickets;
import dev.parley.signaling.spi.Authenticator;
import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Observer;
import dev.parley.signaling.wire.Dialect;
import dev.parley.signaling.wire.NativeDialect;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A signaling service without a network: connections are opened on it, and it says what to send.
 *
 * <p>It has no timer: whoever runs it calls {@link #tick} at least every half second.
 */
public final class Signaling {
  private static final int MIN_RECONNECT_MILLIS = 500;

  private final Faults faults = new Faults();
  private final Observer observer;
  private final Services services;
  private final RandomGenerator random;
  private final long drainMillis;
  private volatile boolean closed;

  /** Asked at the end and with each tick after it, since it takes a look at every room. */
  private volatile boolean awaitsReturn;

  private final Desk desk;
  private final Set<Listening> listenings = ConcurrentHashMap.newKeySet();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

  private Signaling(Builder builder) {
    Dialect dialect = NativeDialect.STANDARD;
    Budgets budgets =
        new Budgets(
            new Budget(builder.totalUnsentBytes),
            new Budget(builder.totalIncomingBytes),
            new Budget(builder.totalRosterBytes),
            new Budget(builder.totalLogBytes));
    Rooms rooms =
        new LocalRooms(
            builder.clock,
            new RoomPolicy(
                builder.rooms,
                builder.peersPerRoom,
                builder.limits.unsentBytes()
                    / 2, // what tells of it all must fit into what may wait
                builder.limits.unsentBytes(),
                builder.resumeWindow,
                builder.heartbeatTimeout),
            new RoomLog.Capacity(
                builder.heartbeatTimeout.plus(builder.resumeWindow),
                builder.logBytes,
                budgets.logs()),
            faults);
    this.services =
        new Services(
            rooms,
            dialect,
            builder.authenticator,
            this::observe,
            builder.limits,
            new Notice.IceServers(builder.iceServers, null),
            budgets,
            new Tickets(builder.secret),
            builder.clock);
    this.observer = builder.observer;
    this.desk = new Desk(services);
    this.random = builder.random;
    this.drainMillis = builder.drain.toMillis();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A client has connected; what it says goes to the session, and what it hears to the link. */
  public Session open(Handshake handshake, Link link) {
    Session session = new Session(handshake, link, services, sessions::remove);
    sessions.add(session);
    if (closed && awaitsReturn) {
      session.dismissAfterJoin(bye());
    } else if (closed) {
      session.dismiss(bye());
    }
    return session;
  }

  /** A client address: one object for all that comes from there, as long as it holds anything. */
  public Client client(String address) {
    return new Client(address, services.budgets(), services.clock());
  }

  /** Where requests go that come over HTTP. */
  public Desk desk() {
    return desk;
  }

  /**
   * Whether this ticket proves now that its bearer may read what this peer hears.
   *
   * @throws ProtocolException with {@code lagged} if it is one of a seat that is no more: the
   *     client has to join anew
   */
  public boolean ticketFits(RoomName room, PeerId peer, String ticket) {
    OptionalLong seat = services.tickets().seat(ticket, room, peer);
    if (seat.isEmpty()) {
      return false;
    }
    Rooms rooms = services.rooms();
    if (!rooms.holds(room, new Speaker(peer, seat.getAsLong()))) {
      throw new ProtocolException(
          ErrorCode.LAGGED, "The seat of this ticket is no more: join anew.");
    }
    return rooms.isTicketed(room, peer);
  }

  /** A peer is about to listen over HTTP, in this dialect. */
  public Listening listen(RoomName room, PeerId peer, Client client, Link link, Dialect dialect) {
    Listening listening =
        new Listening(
            room, peer, client, link, services.spokenAs(dialect), this::begun, listenings::remove);
    listenings.add(listening);
    return listening;
  }

  /** Who starts to listen too late still hears what was said, and is then sent away. */
  private void begun(Listening listening) {
    if (closed) {
      listening.dismiss(bye());
    }
  }

  /**
   * Does what is due by now, and by the tick before: acknowledgements, time-outs, seats and events
   * that are kept no longer.
   */
  public void tick() {
    Instant now = services.clock().instant();
    for (Session session : sessions) {
      faults.isolate("ticking a session", () -> session.tick(now));
    }
    for (Listening listening : listenings) {
      faults.isolate("ticking a stream or poll", listening::tick);
    }
    services.rooms().tick();
    desk.tick();
    if (closed) {
      awaitsReturn = services.rooms().awaitsReturn();
    }
  }

  private void observe(String client, Observation observation) {
    faults.isolate("observing", () -> observer.see(client, observation));
  }

  /** After {@link #close}: whether something is kept for a peer that is away, and may come back. */
  public boolean awaitsReturn() {
    return awaitsReturn;
  }

  /**
   * Takes nothing more, and lets everybody hear what was taken. Then tells every client to come
   * again, each after another while, and ends its connection. A peer that is away may still come
   * back to its seat, hears what it has missed, and is then told the same.
   */
  public void close() {
    closed = true;
    sessions.forEach(Session::hush);
    services.rooms().close();
    awaitsReturn = services.rooms().awaitsReturn();
    for (Session session : sessions) {
      faults.isolate("closing a session", () -> session.dismiss(bye()));
    }
    for (Listening listening : listenings) {
      faults.isolate("closing a stream or poll", () -> listening.dismiss(bye()));
    }
  }

  private Notice.Bye bye() {
    long after = random.nextLong(MIN_RECONNECT_MILLIS, MIN_RECONNECT_MILLIS + drainMillis + 1);
    return new Notice.Bye("The server is restarting.", after);
  }

  /** What a service is made of; everything has a default. */
  public static final class Builder {
    public static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(45);
    public static final Duration RESUME_WINDOW = Duration.ofSeconds(30);
    public static final Duration DRAIN = Duration.ofSeconds(5);
    public static final int ROOMS = 100_000;
    public static final int PEERS_PER_ROOM = 1_000;
    public static final long LOG_BYTES = 4L << 20;
    public static final long TOTAL_LOG_BYTES = 16L << 20;
    public static final long TOTAL_ROSTER_BYTES = 64L << 20;
    public static final long TOTAL_INCOMING_BYTES = 32L << 20;
    public static final long TOTAL_UNSENT_BYTES = 48L << 20;

    private InstantSource clock = InstantSource.system();
    private RandomGenerator random = RandomGenerator.getDefault();
    private Limits limits = Limits.DEFAULT;
    private Authenticator authenticator = Authenticator.open();
    private Observer observer = Observer.blind();
    private List<IceServer> iceServers = List.of();
    private Duration heartbeatTimeout = HEARTBEAT_TIMEOUT;
    private Duration resumeWindow = RESUME_WINDOW;
    private Duration drain = DRAIN;
    private int rooms = ROOMS;
    private int peersPerRoom = PEERS_PER_ROOM;
    private long logBytes = LOG_BYTES;
    private long totalLogBytes = TOTAL_LOG_BYTES;
    private long totalRosterBytes = TOTAL_ROSTER_BYTES;
    private long totalUnsentBytes = TOTAL_UNSENT_BYTES;
    private long totalIncomingBytes = TOTAL_INCOMING_BYTES;

    private byte[] secret = randomSecret();

    private Builder() {}

    private static byte[] randomSecret() {
      byte[] secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      return secret;
    }

    /** What durations are measured by: it should not jump when somebody sets the date. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    public Builder random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    public Builder authenticator(Authenticator authenticator) {
      this.authenticator = authenticator;
      return this;
    }

    public Builder observer(Observer observer) {
      this.observer = observer;
      return this;
    }

    public Builder iceServers(List<IceServer> iceServers) {
      this.iceServers = List.copyOf(iceServers);
      return this;
    }

    /**
     * After which silence a link is taken for dead; with the resume window, how long events are
     * kept.
     */
    public Builder heartbeatTimeout(Duration heartbeatTimeout) {
      this.heartbeatTimeout = heartbeatTimeout;
      return this;
    }

    /** How long a seat is kept without a connection. */
    public Builder resumeWindow(Duration resumeWindow) {
      this.resumeWindow = resumeWindow;
      return this;
    }

    /** Over which time clients come again when the service ends. */
    public Builder drain(Duration drain) {
      this.drain = drain;
      return this;
    }

    public Builder rooms(int rooms) {
      this.rooms = rooms;
      return this;
    }

    public Builder peersPerRoom(int peersPerRoom) {
      this.peersPerRoom = peersPerRoom;
      return this;
    }

    /** About how many bytes of events a room keeps. */
    public Builder logBytes(long logBytes) {
      this.logBytes = logBytes;
      return this;
    }

    /** About how many bytes of events all rooms keep together. */
    public Builder totalLogBytes(long totalLogBytes) {
      this.totalLogBytes = totalLogBytes;
      return this;
    }

    /** About how many bytes the seats of all rooms take together, before nobody gets another. */
    public Builder totalRosterBytes(long totalRosterBytes) {
      this.totalRosterBytes = totalRosterBytes;
      return this;
    }

    /** Bytes of requests and messages that have not come whole, of all clients together. */
    public Builder totalIncomingBytes(long totalIncomingBytes) {
      this.totalIncomingBytes = totalIncomingBytes;
      return this;
    }

    /** Bytes that may be on their way to all clients together, about. */
    public Builder totalUnsentBytes(long totalUnsentBytes) {
      this.totalUnsentBytes = totalUnsentBytes;
      return this;
    }

    public Signaling build() {
      return new Signaling(this);
    }
  }
}
