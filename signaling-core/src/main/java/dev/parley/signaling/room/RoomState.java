package dev.parley.signaling.room;

import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that there is to know of a room: what a node needs to take it over. Two rooms are the same if
 * their states are equal.
 *
 * @param seats in the order in which they were given
 * @param admissions numbers of the facts that first let peers in, oldest first
 */
public record RoomState(
    long seatsGiven,
    long version,
    List<Seat.State> seats,
    List<SharedValue> shared,
    List<KeptMessage> history,
    Map<PeerId, Long> admissions) {

  /** A value of the shared state, set from this seat. */
  public record SharedValue(StateName name, StateValue value, long seat) {}

  /** A message that is kept for peers that join, but for these. */
  public record KeptMessage(HistoryMessage kept, Instant at, Set<PeerId> excluded) {}
}
