package dev.parley.signaling.journal;

import java.util.List;

/**
 * Iterates over the entries of several indexes in the order of the log. No entry is in two of them.
 */
final class EntryMerge {
  static final int END = Integer.MAX_VALUE;

  private final List<EntryIndex> indexes;
  private final int[] next;
  private final int origin;
  private int index;

  /** An iteration over the entries after this number. */
  EntryMerge(List<EntryIndex> indexes, long after, ByteQueue records, int origin) {
    this.indexes = indexes;
    this.origin = origin;
    this.next = new int[indexes.size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = indexes.get(i).firstAfter(after, records, origin);
    }
  }

  /** The address of the next entry among the records, or {@link #END}. Does not advance. */
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

  /** Advances past the entry that {@link #peek} returned. */
  void skip() {
    next[index]++;
  }
}
