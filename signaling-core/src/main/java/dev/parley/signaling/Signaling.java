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
 * A signaling service without a network: participants come in by it, and it says what to send.
 *
 * <p>It has no timer: whoever runs it calls {@link #tick} at least every half second, one thread at
 * a time. Everything else may be called by any thread.
 */
public final class Signaling {
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

  /** Asked at the end and with each tick after it, since it takes a look at every room. */
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
                new Notice.IceServers(builder.iceServers, null),
                new Tickets(builder.secret),
                clock),
            this::bye);
  }

  private static RoomPolicy policy(SignalingBuilder builder) {
    Limits limits = builder.limits;
    return new RoomPolicy(
        builder.rooms,
        builder.peersPerRoom,
        limits.unsentBytes() / 2, // a whole roster must fit into what may wait for a client
        limits.unsentBytes(),
        builder.resumeWindow,
        builder.heartbeatTimeout,
        builder.historyAge,
        builder.historySinceAdmission);
  }

  public static SignalingBuilder builder() {
    return new SignalingBuilder();
  }

  /** The limits of one connection, to which links keep, too. */
  public Limits limits() {
    return limits;
  }

  /**
   * An account for a client address, with this address's part of all budgets. Each call makes
   * another one: the caller keeps one for all that comes from there, as long as anybody is
   * connected or it holds anything ({@link ClientAccount#isEmpty}).
   *
   * @param address what observations and authenticators are told; for IPv6 rather a network
   */
  public ClientAccount account(String address) {
    return new ClientAccount(address, budgets, clock);
  }

  /**
   * A client has connected; what it says goes to the participant, and what it hears to the link,
   * maybe before this returns.
   */
  public Participant connect(RoomName room, ClientAccount client, Link link) {
    return participants.connect(room, client, link, hasResumableSeats);
  }

  /**
   * A participant in this process joins a room. What it hears goes to the listener, by tasks of the
   * executor, maybe before this returns; what it says, to {@link Participant#send}.
   *
   * @param client the account that pays for what it holds; its address may be any name
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
   * The same for a listener that speaks as well.
   *
   * @param listener makes the listener of this participant, before anything is heard
   */
  public Participant join(
      RoomName room,
      ClientAccount client,
      Request.Join join,
      Function<Participant, Listener> listener,
      Executor executor) {
    return participants.join(room, client, join, listener, executor);
  }

  /** Participants over HTTP. */
  public HttpRequests http() {
    return participants.http();
  }

  /** The stream of what happens on all transports, which any number of observers follow. */
  public Observations observations() {
    return observations;
  }

  /**
   * Does what is due by now, and by the tick before: acknowledgements, signs of life, time-outs,
   * seats and events that are kept no longer.
   */
  public void tick() {
    participants.tick(clock.instant());
    rooms.tick();
    if (closed) {
      hasResumableSeats = rooms.hasResumableSeats();
    }
  }

  /** Whether no client is connected by any link. */
  public boolean isIdle() {
    return participants.isIdle();
  }

  /** After {@link #close}: whether something is kept for a peer that is away, and may come back. */
  public boolean hasResumableSeats() {
    return hasResumableSeats;
  }

  /**
   * Takes nothing more, and lets everybody hear what was taken. Then tells every client to come
   * again, each after another while, and ends its connection. A peer that is away may still come
   * back to its seat, hears what it has missed, and is then told the same. Ticks are to go on until
   * all have gone ({@link #isIdle}) and nobody is waited for ({@link #hasResumableSeats}).
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
