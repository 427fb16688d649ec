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
 * What is true of a room. Commands are decided by {@link Rules} without changing it; facts change
 * it. Not thread-safe.
 */
public final class Room {
  /** Most rooms are of two: a larger table would be most of what they take. */
  private static final int FEW = 4;

  private static final long OVERHEAD_OF_A_SEAT = 500;

  private final RoomPolicy policy;
  private final Map<PeerId, Seat> seats = new LinkedHashMap<>(FEW);
  private SharedState shared = SharedState.NONE;
  private History history = History.NONE;
  private long seatsGiven;
  private long rosterLength;
  private long version;

  public Room(RoomPolicy policy) {
    this.policy = policy;
  }

  public Decision decide(Command command) {
    return Rules.decide(this, command);
  }

  RoomPolicy policy() {
    return policy;
  }

  /** The seats, in the order in which they were given. */
  public Map<PeerId, Seat> seats() {
    return seats;
  }

  public @Nullable Seat seat(PeerId peer) {
    return seats.get(peer);
  }

  public boolean isEmpty() {
    return seats.isEmpty();
  }

  long seatsGiven() {
    return seatsGiven;
  }

  /** About how long the roster is. */
  long rosterLength() {
    return rosterLength;
  }

  SharedState shared() {
    return shared;
  }

  /** Most rooms share nothing and keep nothing: what they would need it in is made on demand. */
  private SharedState changeShared() {
    shared = shared == SharedState.NONE ? new SharedState() : shared;
    return shared;
  }

  private History changeHistory() {
    history = history == History.NONE ? new History() : history;
    return history;
  }

  /**
   * The number of the newest fact that changed anything but what was received from a seat and what
   * was said: a decision about seats, connections or shared state holds as long as it is the same.
   */
  public long version() {
    return version;
  }

  public List<PeerInfo> roster(PeerId except) {
    return seats.values().stream()
        .map(Seat::info)
        .filter(info -> !info.id().equals(except))
        .toList();
  }

  /** The shared state, as a peer is told that joins. */
  public Map<StateName, StateValue> stateValues() {
    return shared.values();
  }

  /** The newest so many kept messages that this peer may see, oldest first. */
  public List<HistoryMessage> history(PeerId peer, int most, Instant now) {
    return history.of(peer, most, now, policy.historyAge());
  }

  /** Bytes of memory that a seat takes, about. */
  public static long weight(PeerInfo peer) {
    return OVERHEAD_OF_A_SEAT + peer.length();
  }

  /** Bytes of memory that shared state takes, about. */
  public long stateWeight() {
    return shared.weight();
  }

  /** Bytes of memory that kept messages take, about. */
  public long historyWeight() {
    return history.weight();
  }

  /** Lets go of kept messages that are too old. */
  public void trimHistory(Instant now) {
    history.trim(now, policy.historyAge());
  }

  /** Lets go of the oldest kept message, and returns whether there was one. */
  public boolean shortenHistory() {
    return history.removeOldest();
  }

  /** Applies the fact with this number, which was recorded at that time. */
  public void apply(long seq, Instant at, Fact fact) {
    switch (fact) {
      case Fact.Emitted(Event event, Audience audience, long requestId) -> {
        Seat seat = seats.get(event.subject());
        if (seat != null && requestId != Request.NO_ID) {
          seat.receive(requestId);
        }
        happened(seq, at, event, audience);
      }
      case Fact.Attached(PeerId peer, Connection connection) -> {
        Seat seat = seats.get(peer);
        if (seat != null) {
          seat.attach(connection, seq, at);
          version = seq;
        }
      }
      case Fact.Processed(PeerId peer, long requestId, Refusal refusal, boolean brief) -> {
        Seat seat = seats.get(peer);
        if (seat != null) {
          seat.receive(requestId);
          if (refusal != null) {
            seat.refuse(requestId, refusal, brief);
          }
        }
      }
    }
  }

  private void happened(long seq, Instant at, Event event, Audience audience) {
    switch (event) {
      case Event.PeerJoined(PeerInfo peer) -> {
        remove(peer.id()); // a new seat is the last of the roster, whoever takes it
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

  /** The last peer has left: shared values and kept messages go, as if the room had never been. */
  private void end() {
    shared = SharedState.NONE;
    history = History.NONE;
    seatsGiven = 0;
    version = 0;
  }

  /** All that there is to know of it. */
  public RoomState state() {
    return new RoomState(
        seatsGiven,
        version,
        seats.values().stream().map(Seat::state).toList(),
        shared.all(),
        List.copyOf(history.messages()),
        new LinkedHashMap<>(history.admissions()));
  }

  /** A room of which this is known. */
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

  /** Whether these facts make the room take more memory. */
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

  /** Whether no seat is left after these facts. */
  public boolean isEmptyAfter(Decision decision) {
    int left = 0;
    for (Fact fact : decision.facts()) {
      left += fact instanceof Fact.Emitted(Event.PeerLeft _, _, _) ? 1 : 0;
    }
    return left > 0 && left == seats.size();
  }
}
