package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a room: seats, shared values and kept messages. {@link Rules} decides commands on it
 * without changing it; facts change it.
 *
 * <p>The same facts in the same order produce equal rooms on all nodes. So nothing here may depend
 * on a clock, on randomness or on the iteration order of a hash table.
 *
 * <p>Not thread-safe: guarded by the lock of the replica.
 */
public final class Room {
  /**
   * Initial capacity of tables. Most rooms have two peers, and the default of 16 slots would be
   * most of their memory.
   */
  private static final int FEW = 4;

  /** Approximate bytes of memory of a seat, beside its roster entry. */
  private static final long OVERHEAD_OF_A_SEAT = 500;

  private final RoomPolicy policy;
  private final Map<PeerId, Seat> seats = new LinkedHashMap<>(FEW);
  private SharedState shared = SharedState.NONE;
  private History history = History.NONE;
  private long seatsGiven;
  private long rosterLength;
  private long version;

  /** An empty room. */
  public Room(RoomPolicy policy) {
    this.policy = policy;
  }

  /** Decides a command on the present state. Changes nothing. */
  public Decision decide(Command command) {
    return Rules.decide(this, command);
  }

  RoomPolicy policy() {
    return policy;
  }

  /** The seats in the order in which they were taken. */
  public Map<PeerId, Seat> seats() {
    return seats;
  }

  /** The seat of this peer, null if it has none. */
  public @Nullable Seat seat(PeerId peer) {
    return seats.get(peer);
  }

  /** Whether the room has no seat. */
  public boolean isEmpty() {
    return seats.isEmpty();
  }

  /** The number of the newest seat. */
  long seatsGiven() {
    return seatsGiven;
  }

  /** Approximate length of the roster as JSON. */
  long rosterLength() {
    return rosterLength;
  }

  SharedState shared() {
    return shared;
  }

  /** Most rooms share nothing and keep nothing, so the containers are created on demand. */
  private SharedState changeShared() {
    shared = shared == SharedState.NONE ? new SharedState() : shared;
    return shared;
  }

  private History changeHistory() {
    history = history == History.NONE ? new History() : history;
    return history;
  }

  /**
   * The number of the newest fact that changed seats, connections or shared values. A decision
   * about those holds as long as the version is the same; processed requests and relayed events do
   * not change it.
   */
  public long version() {
    return version;
  }

  /** The roster entries of all peers except one. */
  public List<PeerInfo> roster(PeerId except) {
    return seats.values().stream()
        .map(Seat::info)
        .filter(info -> !info.id().equals(except))
        .toList();
  }

  /** All shared values. */
  public Map<StateName, StateValue> stateValues() {
    return shared.values();
  }

  /** The newest kept messages that this peer may see, oldest first. */
  public List<HistoryMessage> history(PeerId peer, int most, Instant now) {
    return history.of(peer, most, now, policy.historyAge());
  }

  /** Approximate bytes of memory of a seat with this roster entry. */
  public static long weight(PeerInfo peer) {
    return OVERHEAD_OF_A_SEAT + peer.length();
  }

  /** Approximate bytes of memory of the shared values. */
  public long stateWeight() {
    return shared.weight();
  }

  /** Approximate bytes of memory of the kept messages. */
  public long historyWeight() {
    return history.weight();
  }

  /** Drops kept messages that are too old. */
  public void trimHistory(Instant now) {
    history.trim(now, policy.historyAge());
  }

  /** Drops the oldest kept message. Returns false if there was none. */
  public boolean shortenHistory() {
    return history.removeOldest();
  }

  /**
   * Applies a fact. The only method that changes the room, except for trimming the history.
   *
   * @param seq the number of the fact in the journal
   * @param at the time at which the journal recorded it
   */
  public void apply(long seq, Instant at, Fact fact) {
    switch (fact) {
      case Fact.Emitted(Event event, Audience audience, long requestId) -> {
        Seat seat = seats.get(event.subject());
        if (seat != null && requestId != Request.NO_ID) {
          seat.receive(requestId);
        }
        applyEvent(seq, at, event, audience);
      }
      case Fact.Attached(PeerId peer, Connection connection) -> {
        Seat seat = seats.get(peer);
        if (seat != null) {
          seat.attach(connection, seq, at);
          version = seq;
        }
      }
      case Fact.GoingAway(PeerId peer) -> {
        Seat seat = seats.get(peer);
        if (seat != null) {
          seat.goAway();
          version = seq;
        }
      }
      case Fact.Processed(PeerId peer, long requestId, Refusal refusal, boolean memoryScarce) -> {
        Seat seat = seats.get(peer);
        if (seat != null) {
          seat.receive(requestId);
          if (refusal != null) {
            seat.refuse(requestId, refusal, memoryScarce);
          }
        }
      }
    }
  }

  private void applyEvent(long seq, Instant at, Event event, Audience audience) {
    switch (event) {
      case Event.PeerJoined(PeerInfo peer) -> {
        remove(peer.id()); // a new seat is the last in the roster, even if its peer had one before
        put(new Seat(peer));
        seatsGiven = peer.seat();
        version = seq;
        if (policy.historySinceAdmission()) {
          changeHistory().admit(peer.id(), seq, seats.keySet());
        }
      }
      case Event.PeerUpdated(PeerInfo peer) -> {
        Seat seat = seats.get(peer.id());
        if (seat != null) {
          rosterLength += peer.length() - seat.info().length();
          seat.update(peer, at);
        }
        version = seq;
      }
      case Event.PeerLeft(PeerId from, LeaveReason _) -> {
        remove(from);
        version = seq;
        if (seats.isEmpty()) {
          end();
        }
      }
      case Event.State(PeerId from, var name, var value) -> {
        Seat seat = seats.get(from);
        changeShared().set(name, value, seq, seat == null ? 0 : seat.info().seat());
        version = seq;
      }
      case Event.Message message -> keep(seq, at, message, audience);
      case Event.Signal _, Event.Reply _ -> {}
    }
  }

  private void keep(long seq, Instant at, Event.Message message, Audience audience) {
    Seat seat = seats.get(message.from());
    if (message.keep() && seat != null && audience instanceof Audience.AllBut(Set<PeerId> peers)) {
      Set<PeerId> excluded = new HashSet<>(peers);
      excluded.remove(message.from());
      changeHistory().add(seq, at, message, seat.info().name(), excluded, policy.historyAge());
    }
  }

  private void put(Seat seat) {
    seats.put(seat.info().id(), seat);
    rosterLength += seat.info().length();
  }

  private void remove(PeerId peer) {
    Seat seat = seats.remove(peer);
    rosterLength -= seat == null ? 0 : seat.info().length();
  }

  /**
   * The last peer has left. Shared values and kept messages end with the room, even if this node
   * keeps the object for the next peer.
   */
  private void end() {
    shared = SharedState.NONE;
    history = History.NONE;
    seatsGiven = 0;
    version = 0;
  }

  /** The complete state for a snapshot. */
  public RoomState state() {
    return new RoomState(
        seatsGiven,
        version,
        seats.values().stream().map(Seat::state).toList(),
        shared.all(),
        List.copyOf(history.messages()),
        new LinkedHashMap<>(history.admissions()));
  }

  /** A room with the state of a snapshot. */
  public static Room of(RoomPolicy policy, RoomState state) {
    Room room = new Room(policy);
    room.seatsGiven = state.seatsGiven();
    room.version = state.version();
    state.seats().forEach(seat -> room.put(Seat.of(seat)));
    state.shared().forEach(value -> room.changeShared().put(value));
    state.history().forEach(message -> room.changeHistory().add(message));
    state.admissions().forEach((peer, seq) -> room.changeHistory().admissions().put(peer, seq));
    return room;
  }

  /**
   * Whether the facts make the room take more memory, so that they may have to be refused when
   * memory is short. Leaving and shrinking must always be possible.
   */
  public boolean grows(Decision decision) {
    return decision.facts().stream().anyMatch(this::grows);
  }

  private boolean grows(Fact fact) {
    return fact instanceof Fact.Emitted(Event event, _, _)
        && switch (event) {
          case Event.PeerJoined(PeerInfo peer) -> isHeavier(peer);
          case Event.PeerUpdated(PeerInfo peer) -> isHeavier(peer);
          case Event.State state -> !state.value().isNull();
          case Event.PeerLeft _, Event.Message _, Event.Signal _, Event.Reply _ -> false;
        };
  }

  private boolean isHeavier(PeerInfo peer) {
    Seat seat = seat(peer.id());
    return seat == null || peer.length() > seat.info().length();
  }

  /** Whether no seat is left after these facts, so that the journal may drop the room. */
  public boolean isEmptyAfter(Decision decision) {
    int left = 0;
    for (Fact fact : decision.facts()) {
      left += fact instanceof Fact.Emitted(Event.PeerLeft _, _, _) ? 1 : 0;
    }
    return left > 0 && left == seats.size();
  }
}
