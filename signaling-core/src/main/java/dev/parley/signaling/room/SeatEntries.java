package dev.parley.signaling.room;

/**
 * The part of a log's index for one seat: its first entry, the highest request id taken from it,
 * the entries for it and not for all, and the last trimmed entry that concerned it.
 */
final class SeatEntries {
  private final EntryIndex own = new EntryIndex();
  private final long since;
  private long received;
  private long trimmed;

  /** Trimmed entries for all that do not count for this seat: those up to this number. */
  private long exempt;

  SeatEntries(long since) {
    this.since = since;
  }

  long since() {
    return since;
  }

  long received() {
    return received;
  }

  void receive(long id) {
    received = id;
  }

  EntryIndex own() {
    return own;
  }

  /** An entry for this seat was trimmed. */
  void trimmed(long seq) {
    trimmed = seq;
  }

  /** An entry for all but this seat is about to be trimmed. */
  void exempt(long seq, long trimmedForAll) {
    trimmed = newestTrimmed(trimmedForAll);
    exempt = seq;
  }

  /** The number of the newest trimmed entry that concerned this seat, or 0. */
  long newestTrimmed(long trimmedForAll) {
    return trimmedForAll > exempt ? Math.max(trimmed, trimmedForAll) : trimmed;
  }
}
