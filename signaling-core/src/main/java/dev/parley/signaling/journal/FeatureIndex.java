package dev.parley.signaling.journal;

/**
 * The entries for all seats with a certain feature: one index for all of them, however many they
 * are.
 */
final class FeatureIndex {
  private final EntryIndex entries = new EntryIndex();
  private long trimmed;

  EntryIndex entries() {
    return entries;
  }

  /** The number of the newest entry that was trimmed, or 0. */
  long trimmed() {
    return trimmed;
  }

  /** The oldest entry of the log, which has this number, is trimmed. */
  void removeFirst(long seq, int position) {
    entries.removeFirst(position);
    trimmed = seq;
  }
}
