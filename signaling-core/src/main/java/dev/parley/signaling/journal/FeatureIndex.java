package dev.parley.signaling.journal;

/**
 * The part of a log's index for all seats that have a feature: one index for them together, however
 * many they are.
 */
final class FeatureIndex {
  private final EntryIndex entries = new EntryIndex();
  private long trimmed;

  EntryIndex entries() {
    return entries;
  }

  /** The number of the newest entry that is kept no more, or 0. */
  long trimmed() {
    return trimmed;
  }

  /** The oldest entry of the log, with this number, is kept no more. */
  void removeFirst(long seq, int position) {
    entries.removeFirst(position);
    trimmed = seq;
  }
}
