package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.room.RoomState;
import java.util.Map;

/**
 * What is true of a room after the entry with this number.
 *
 * @param seats for each seat, what its log is to know
 * @param trimmed the number of the newest event that was not kept any more
 */
public record Snapshot(long seq, RoomState room, Map<PeerId, SeatLog> seats, long trimmed) {

  /**
   * The part of a seat in the log.
   *
   * @param since the number of the event that gave the peer its seat
   * @param trimmed the number of the newest event that concerned it and is not kept any more
   */
  public record SeatLog(long since, long trimmed) {}
}
