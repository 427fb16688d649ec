package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer's place in a room, which outlives its connection for a while. Changed by facts alone, and
 * read by whoever decides.
 */
public final class Seat {
  /** What a node remembers of a peer between its requests, about. */
  private static final long BYTES_OVER_HTTP = 400;

  private PeerInfo info;
  private @Nullable Connection connection;
  private long epoch;
  private @Nullable Instant lostAt;
  private long ticketFromMillis = Long.MIN_VALUE;
  private long received;
  private @Nullable Refusals refusals; // most seats have none

  Seat(PeerInfo info) {
    this.info = info;
  }

  public PeerInfo info() {
    return info;
  }

  /** The connection that holds it or, while it is lost, that held it last. */
  public @Nullable Connection connection() {
    return connection;
  }

  /** Whether a connection of this node holds it or, while it is lost, held it last. */
  public boolean isHeldOn(String node) {
    return connection != null && connection.node().equals(node);
  }

  /** The number of the fact by which its connection was attached. */
  public long epoch() {
    return epoch;
  }

  /** The highest request id that was taken from it. */
  public long received() {
    return received;
  }

  /** The latest refusals, of which the client may not have heard. */
  public List<Notice.Error> refusals() {
    return refusals == null ? List.of() : refusals.errors();
  }

  /** The answer to a request that comes again, if it was refused. */
  public @Nullable Refusal refusalOf(long id) {
    return refusals == null ? null : refusals.of(id);
  }

  /** Bytes of memory that it takes, about. */
  public long weight() {
    boolean overHttp = connection != null && connection.overHttp();
    return Room.weight(info)
        + (refusals == null ? 0 : refusals.bytes())
        + (overHttp ? BYTES_OVER_HTTP : 0);
  }

  /** Whether a ticket of this seat is good now. */
  public boolean isTicketed(Instant now, RoomPolicy policy) {
    boolean attachedOverHttp = connection != null && connection.overHttp() && lostAt == null;
    return attachedOverHttp
        || now.toEpochMilli() - ticketFromMillis <= policy.ticketLifetime().toMillis();
  }

  /** Whether it has been lost for longer than seats are kept. */
  public boolean isExpired(Instant now, Duration resumeWindow) {
    return lostAt != null && !now.isBefore(lostAt.plus(resumeWindow));
  }

  void attach(Connection next, long seq, Instant at) {
    connection = next;
    epoch = seq;
    ticketFromMillis = at.toEpochMilli();
  }

  /** The roster says this of it from now on. */
  void update(PeerInfo next, Instant at) {
    if (info.online() && !next.online()) {
      lostAt = at;
      ticketFromMillis =
          connection != null && connection.overHttp() ? at.toEpochMilli() : ticketFromMillis;
    } else if (next.online()) {
      lostAt = null;
    }
    info = next;
  }

  void receive(long id) {
    received = Math.max(received, id);
  }

  void refuse(long id, Refusal refusal, boolean brief) {
    refusals = refusals == null ? new Refusals() : refusals;
    refusals.add(id, refusal, brief);
  }

  /** Its part of a snapshot. */
  State state() {
    return new State(
        info,
        connection,
        epoch,
        lostAt,
        ticketFromMillis,
        received,
        refusals == null ? List.of() : refusals.all());
  }

  static Seat of(State state) {
    Seat seat = new Seat(state.info);
    seat.connection = state.connection;
    seat.epoch = state.epoch;
    seat.lostAt = state.lostAt;
    seat.ticketFromMillis = state.ticketFromMillis;
    seat.received = state.received;
    state.refusals.forEach(refused -> seat.refuse(refused.id(), refused.refusal(), false));
    return seat;
  }

  /** All that there is to know of a seat. */
  public record State(
      PeerInfo info,
      @Nullable Connection connection,
      long epoch,
      @Nullable Instant lostAt,
      long ticketFromMillis,
      long received,
      List<Refusals.Refused> refusals) {}
}
