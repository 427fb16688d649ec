package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.room.RoomState;
import java.util.Map;

/**
 * The state of a room after the entry with this number.
 *
 * @param seats for each seat, the part that belongs to the log
 * @param trimmed the number of the newest event that was no longer kept
 */
public record Snapshot(long seq, RoomState room, Map<PeerId, SeatLog> seats, long trimmed) {

  /**
   * The part of a snapshot that the log needs for a seat.
   *
   * @param since the number of the event that gave the peer its seat
   * @param trimmed the number of the newest event that concerned it and is no longer kept
   */
  public record SeatLog(long since, long trimmed) {}
}
