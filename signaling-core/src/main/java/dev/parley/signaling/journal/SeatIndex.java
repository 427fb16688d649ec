package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.Features;

/**
 * The part of the index for one seat: the entries addressed to its peer by id, and the number of
 * the newest trimmed entry that concerned it.
 */
final class SeatIndex {
  private final EntryIndex own = new EntryIndex();
  private final long since;
  private final Features features;
  private long trimmed;

  /**
   * The number of the newest trimmed entry for everybody but this seat: it does not count for the
   * seat.
   */
  private long exempt;

  SeatIndex(long since, Features features) {
    this.since = since;
    this.features = features;
  }

  /** The number of the event that gave the peer this seat. */
  long since() {
    return since;
  }

  /** Whether entries for peers with this feature concern the seat. */
  boolean has(String feature) {
    return features.has(feature);
  }

  /** Entries addressed to the peer by id. */
  EntryIndex own() {
    return own;
  }

  /** An entry that concerned this seat was trimmed. */
  void trimmed(long seq) {
    trimmed = seq;
  }

  /** An entry for everybody but this seat is about to be trimmed. */
  void exempt(long seq, long trimmedForAll) {
    trimmed = newestTrimmed(trimmedForAll);
    exempt = seq;
  }

  /** The number of the newest trimmed entry addressed to the peer or to everybody, or 0. */
  long newestTrimmed(long trimmedForAll) {
    return trimmedForAll > exempt ? Math.max(trimmed, trimmedForAll) : trimmed;
  }
}
