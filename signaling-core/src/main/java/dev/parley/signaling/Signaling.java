package dev.parley.signaling;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.guard.Budgets;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.journal.LogCapacity;
import dev.parley.signaling.participant.HttpRequests;
import dev.parley.signaling.participant.Limits;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Listener;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.participant.Participants;
import dev.parley.signaling.participant.Services;
import dev.parley.signaling.participant.Tickets;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.Rooms;
import dev.parley.signaling.room.RoomPolicy;
import dev.parley.signaling.spi.Observations;
import dev.parley.signaling.wire.JsonCodec;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A signaling service without a network: transports register their clients here, and send the
 * messages that the service passes to their {@link Link}s.
 *
 * <p>It has no timer: the application calls {@link #tick} at least twice a second, from one thread
 * at a time; the server does it every 250 ms. All other methods are thread-safe and do not block.
 */
public final class Signaling {
  /** The shortest delay before clients reconnect: the next server needs a moment to start. */
  private static final int MIN_RECONNECT_MILLIS = 500;

  private final FaultBarrier faults = new FaultBarrier();
  private final Observations observations = new Observations(faults);
  private final Budgets budgets;
  private final InstantSource clock;
  private final Rooms rooms;
  private final Participants participants;
  private final Limits limits;
  private final RandomGenerator random;
  private final long drainMillis;
  private volatile boolean closed;

  /** Computed when the service closes and with each later tick, as it visits every room. */
  private volatile boolean hasResumableSeats;

  Signaling(SignalingBuilder builder) {
    this.clock = builder.clock;
    this.limits = builder.limits;
    this.random = builder.random;
    this.drainMillis = builder.drain.toMillis();
    this.budgets =
        new Budgets(
            new Budget(builder.totalUnsentBytes),
            new Budget(builder.totalIncomingBytes),
            new Budget(builder.totalRosterBytes),
            new Budget(builder.totalLogBytes));
    this.rooms =
        new Rooms(
            builder.node,
            builder.journal.apply(clock),
            policy(builder),
            new LogCapacity(
                builder.heartbeatTimeout.plus(builder.resumeWindow),
                builder.logBytes,
                budgets.logs()),
            faults,
            observations);
    this.participants =
        new Participants(
            new Services(
                rooms,
                JsonCodec.STANDARD,
                builder.authenticator,
                observations,
                faults,
                builder.limits,
                builder.heartbeatTimeout,
                builder.iceServers,
                new Tickets(builder.secret),
                clock),
            this::bye);
  }

  private static RoomPolicy policy(SignalingBuilder builder) {
    Limits limits = builder.limits;
    return new RoomPolicy(
        builder.rooms,
        builder.peersPerRoom,
        limits.unsentBytes()
            / 2, // joined, with the whole roster, must fit into the limit of a client
        limits.unsentBytes(),
        builder.resumeWindow,
        builder.heartbeatTimeout,
        builder.historyAge,
        builder.historySinceAdmission);
  }

  /** A builder with the defaults of the server. */
  public static SignalingBuilder builder() {
    return new SignalingBuilder();
  }

  /**
   * The limits of one connection, which transports have to enforce as well: message size,
   * heartbeat.
   */
  public Limits limits() {
    return limits;
  }

  /**
   * Creates an account for a client address. Each call creates another one: the caller keeps one
   * for each address, for as long as a client is connected from there or the account is charged for
   * anything ({@link ClientAccount#isEmpty}).
   *
   * @param address for observers and authenticators; for IPv6 it should be a network, since one
   *     client has many addresses
   */
  public ClientAccount account(String address) {
    return new ClientAccount(address, budgets, clock);
  }

  /**
   * Registers a client that has connected. Its messages go to the participant ({@link
   * Participant#receive}). The link may be called before this returns.
   */
  public Participant connect(RoomName room, ClientAccount client, Link link) {
    return participants.connect(room, client, link, hasResumableSeats);
  }

  /**
   * A participant in this process joins a room. It sends requests with {@link Participant#send};
   * the listener may be called before this returns.
   *
   * @param client the account that the participant is charged to; its address may be any name
   * @param executor runs the calls of the listener, one at a time
   */
  public Participant join(
      RoomName room,
      ClientAccount client,
      Request.Join join,
      Listener listener,
      Executor executor) {
    return join(room, client, join, _ -> listener, executor);
  }

  /**
   * The same for a listener that needs its participant, to send requests.
   *
   * @param listener creates the listener, before it is called
   */
  public Participant join(
      RoomName room,
      ClientAccount client,
      Request.Join join,
      Function<Participant, Listener> listener,
      Executor executor) {
    return participants.join(room, client, join, listener, executor);
  }

  /** Participants over HTTP, for transports without a connection. */
  public HttpRequests http() {
    return participants.http();
  }

  /** The stream of everything that happens, on all transports. */
  public Observations observations() {
    return observations;
  }

  /**
   * Does everything that is due: acknowledgements, heartbeats, timeouts, expired seats and events.
   */
  public void tick() {
    participants.tick(clock.instant());
    rooms.tick();
    if (closed) {
      hasResumableSeats = rooms.hasResumableSeats();
    }
  }

  /** Whether no client is connected by any transport. */
  public boolean isIdle() {
    return participants.isIdle();
  }

  /** After {@link #close}: whether a peer is away that may resume to receive kept events. */
  public boolean hasResumableSeats() {
    return hasResumableSeats;
  }

  /**
   * Ends the service. Accepts nothing more, delivers and acknowledges everything that was accepted,
   * then sends {@code bye} to each client, with a random delay for reconnecting, and closes its
   * connection. A peer that is away may still resume its seat, receives what it has missed, and
   * then {@code bye}.
   *
   * <p>Ticks have to continue until no client is connected ({@link #isIdle}) and no peer may resume
   * ({@link #hasResumableSeats}).
   */
  public void close() {
    closed = true;
    participants.stopReceiving();
    rooms.close();
    hasResumableSeats = rooms.hasResumableSeats();
    participants.shutDown();
  }

  private Notice.Bye bye() {
    long after = random.nextLong(MIN_RECONNECT_MILLIS, MIN_RECONNECT_MILLIS + drainMillis + 1);
    return new Notice.Bye("The server is restarting.", after);
  }
}
