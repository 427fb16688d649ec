package dev.parley.signaling.journal;

import java.util.List;

/** Goes through the entries of several indexes, the oldest first; no entry is in two of them. */
final class EntryMerge {
  static final int END = Integer.MAX_VALUE;

  private final List<EntryIndex> indexes;
  private final int[] next;
  private final int origin;
  private int index;

  /** Begins behind that number. */
  EntryMerge(List<EntryIndex> indexes, long after, ByteQueue records, int origin) {
    this.indexes = indexes;
    this.origin = origin;
    this.next = new int[indexes.size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = indexes.get(i).firstAfter(after, records, origin);
    }
  }

  /** The index of the next entry among the records, or {@link #END}; does not advance. */
  int peek() {
    int least = END;
    for (int i = 0; i < next.length; i++) {
      EntryIndex entries = indexes.get(i);
      int at = next[i] < entries.size() ? entries.get(next[i]) - origin : END;
      if (at < least) {
        least = at;
        index = i;
      }
    }
    return least;
  }

  /** Goes past the entry that was looked at last. */
  void skip() {
    next[index]++;
  }
}
