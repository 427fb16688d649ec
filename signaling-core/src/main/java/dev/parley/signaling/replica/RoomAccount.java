package dev.parley.signaling.replica;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.RoomLog;
import dev.parley.signaling.room.Room;

/** What a room takes beside its seats and its log, on the account of the address that opened it. */
final class RoomAccount {
  /** Bytes of memory of a room with nothing in it, about. */
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

  /** Shared state and kept messages; where memory is short, the latter give way to the log. */
  void charge(Room room, RoomLog log) {
    opener.rosters().take(room.stateWeight() - forState);
    forState = room.stateWeight();
    do {
      opener.logs().take(room.historyWeight() - forHistory);
      forHistory = room.historyWeight();
    } while (log.isExcessive() && room.shortenHistory());
  }
}
