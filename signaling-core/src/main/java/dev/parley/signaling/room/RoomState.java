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
 * The complete state of a room as values: enough for another node to continue it. Two rooms are
 * equal if their states are.
 *
 * @param seatsGiven the number of the newest seat
 * @param version see {@link Room#version}
 * @param seats in the order in which they were taken
 * @param shared the shared values
 * @param history the kept messages, oldest first
 * @param admissions the numbers of the facts that first admitted each peer, oldest first
 */
public record RoomState(
    long seatsGiven,
    long version,
    List<Seat.State> seats,
    List<SharedValue> shared,
    List<KeptMessage> history,
    Map<PeerId, Long> admissions) {

  /** A shared value, and the number of the seat that set it. */
  public record SharedValue(StateName name, StateValue value, long seat) {}

  /** A message kept for peers that join, except those excluded by its sender. */
  public record KeptMessage(HistoryMessage kept, Instant at, Set<PeerId> excluded) {}
}
