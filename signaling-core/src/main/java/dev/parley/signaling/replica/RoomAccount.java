package dev.parley.signaling.replica;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.RoomLog;
import dev.parley.signaling.room.Room;

/**
 * The memory that a room takes beside its seats and its log, on the account of the address that
 * opened it: the room itself, shared values and kept messages.
 *
 * <p>Guarded by the replica's lock.
 */
final class RoomAccount {
  /** Approximate bytes of memory of an empty room. */
  private static final int OVERHEAD = 900;

  private final ClientAccount opener;
  private long forState;
  private long forHistory;

  RoomAccount(ClientAccount opener) {
    this.opener = opener;
  }

  ClientAccount opener() {
    return opener;
  }

  void open() {
    opener.rosters().take(OVERHEAD);
  }

  void close() {
    opener.rosters().release(OVERHEAD + forState);
    opener.logs().release(forHistory);
  }

  /**
   * Charges the present weight of shared values and kept messages. Under memory pressure, kept
   * messages are dropped before events of the log, which a resume needs.
   */
  void charge(Room room, RoomLog log) {
    opener.rosters().take(room.stateWeight() - forState);
    forState = room.stateWeight();
    do {
      opener.logs().take(room.historyWeight() - forHistory);
      forHistory = room.historyWeight();
    } while (log.isExcessive() && room.shortenHistory());
  }
}
