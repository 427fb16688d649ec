package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.Features;

/**
 * The part of a log's index for one seat: its first entry, the entries for it by its id, and the
 * last trimmed entry that concerned it.
 */
final class SeatIndex {
  private final EntryIndex own = new EntryIndex();
  private final long since;
  private final Features features;
  private long trimmed;

  /** Trimmed entries for all that do not count for this seat: those up to this number. */
  private long exempt;

  SeatIndex(long since, Features features) {
    this.since = since;
    this.features = features;
  }

  long since() {
    return since;
  }

  /** Whether events for peers with this feature concern it. */
  boolean has(String feature) {
    return features.has(feature);
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

  /** The number of the newest trimmed entry for it by its id or for all, or 0. */
  long newestTrimmed(long trimmedForAll) {
    return trimmedForAll > exempt ? Math.max(trimmed, trimmedForAll) : trimmed;
  }
}
