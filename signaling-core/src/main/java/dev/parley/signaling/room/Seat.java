package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer's place in a room, which outlives its connection by the resume window. Changed by facts
 * alone.
 *
 * <p>Part of {@link Room}: guarded by the replica's lock.
 */
public final class Seat {
  /**
   * For how long a seat is kept after its client has closed the connection with 1001, unless the
   * resume window is shorter: long enough to reload a page.
   */
  static final Duration GOING_AWAY_WINDOW = Duration.ofSeconds(5);

  /** Approximate bytes that a node keeps for a peer between its HTTP requests. */
  private static final long BYTES_OVER_HTTP = 400;

  private PeerInfo info;
  private @Nullable Connection connection;
  private long epoch;
  private @Nullable Instant disconnectedAt;
  private boolean goingAway;
  private long ticketFromMillis = Long.MIN_VALUE;
  private long received;
  private @Nullable Refusals refusals; // most seats have none

  Seat(PeerInfo info) {
    this.info = info;
  }

  /** The roster entry. */
  public PeerInfo info() {
    return info;
  }

  /** The connection that holds the seat or, while the seat is disconnected, held it last. */
  public @Nullable Connection connection() {
    return connection;
  }

  /** Whether {@link #connection} belongs to this node. */
  public boolean isHeldOn(String node) {
    return connection != null && connection.node().equals(node);
  }

  /**
   * The number of the fact that attached the connection. It tells apart two connections that hold
   * the seat one after the other.
   */
  public long epoch() {
    return epoch;
  }

  /** The highest request id that was processed. */
  public long received() {
    return received;
  }

  /** The latest refusals, whose errors may not have arrived. */
  public List<Notice.Error> refusals() {
    return refusals == null ? List.of() : refusals.errors();
  }

  /** The refusal of this request, null if it was accepted or the refusal is no longer kept. */
  public @Nullable Refusal refusalOf(long id) {
    return refusals == null ? null : refusals.of(id);
  }

  /** Approximate bytes of memory. */
  public long weight() {
    boolean overHttp = connection != null && connection.overHttp();
    return Room.weight(info)
        + (refusals == null ? 0 : refusals.bytes())
        + (overHttp ? BYTES_OVER_HTTP : 0);
  }

  /**
   * Whether the ticket of this seat is valid: while the peer holds the seat over HTTP, and for a
   * while after that or after the last join.
   */
  public boolean isTicketed(Instant now, RoomPolicy policy) {
    boolean attachedOverHttp =
        connection != null && connection.overHttp() && disconnectedAt == null;
    return attachedOverHttp
        || now.toEpochMilli() - ticketFromMillis <= policy.ticketLifetime().toMillis();
  }

  /** Whether the seat was without a connection for as long as it is kept. */
  public boolean isExpired(Instant now, Duration resumeWindow) {
    if (disconnectedAt == null) {
      return false;
    }
    boolean shortened = goingAway && resumeWindow.compareTo(GOING_AWAY_WINDOW) > 0;
    return !now.isBefore(disconnectedAt.plus(shortened ? GOING_AWAY_WINDOW : resumeWindow));
  }

  /** Applies {@link Fact.Attached}. */
  void attach(Connection next, long seq, Instant at) {
    connection = next;
    epoch = seq;
    goingAway = false;
    ticketFromMillis = at.toEpochMilli();
  }

  /** Applies {@link Fact.GoingAway}. */
  void goAway() {
    goingAway = true;
  }

  /** Applies a new roster entry, and derives from it when the connection was lost. */
  void update(PeerInfo next, Instant at) {
    if (info.online() && !next.online()) {
      disconnectedAt = at;
      ticketFromMillis =
          connection != null && connection.overHttp() ? at.toEpochMilli() : ticketFromMillis;
    } else if (next.online()) {
      disconnectedAt = null;
    }
    info = next;
  }

  /** Marks a request as processed. */
  void receive(long id) {
    received = Math.max(received, id);
  }

  /** Keeps a refusal. */
  void refuse(long id, Refusal refusal, boolean memoryScarce) {
    refusals = refusals == null ? new Refusals() : refusals;
    refusals.add(id, refusal, memoryScarce);
  }

  /** The seat for a snapshot. */
  State state() {
    return new State(
        info,
        connection,
        epoch,
        disconnectedAt,
        goingAway,
        ticketFromMillis,
        received,
        refusals == null ? List.of() : refusals.all());
  }

  /** A seat with the state of a snapshot. */
  static Seat of(State state) {
    Seat seat = new Seat(state.info);
    seat.connection = state.connection;
    seat.epoch = state.epoch;
    seat.disconnectedAt = state.disconnectedAt;
    seat.goingAway = state.goingAway;
    seat.ticketFromMillis = state.ticketFromMillis;
    seat.received = state.received;
    state.refusals.forEach(refused -> seat.refuse(refused.id(), refused.refusal(), false));
    return seat;
  }

  /**
   * The complete state of a seat.
   *
   * @param disconnectedAt when its connection was lost, null while a connection holds it
   * @param goingAway whether its client has closed the connection with 1001
   * @param ticketFromMillis the start of the ticket's lifetime, in milliseconds since the epoch
   */
  public record State(
      PeerInfo info,
      @Nullable Connection connection,
      long epoch,
      @Nullable Instant disconnectedAt,
      boolean goingAway,
      long ticketFromMillis,
      long received,
      List<Refusals.Refused> refusals) {}
}
