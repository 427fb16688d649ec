package dev.parley.signaling.journal;

/**
 * The positions of some entries of a log, oldest first, so that a replay visits only entries that
 * may concern its peer. Positions count bytes, and wrap around as ints: only differences matter.
 */
final class EntryIndex {
  private final IntQueue positions = new IntQueue();

  int size() {
    return positions.size();
  }

  void add(int position) {
    positions.add(position);
  }

  int get(int index) {
    return positions.get(index);
  }

  /** Removes the oldest entry if it has this position. Returns whether it had. */
  boolean removeFirst(int position) {
    boolean there = positions.size() > 0 && positions.get(0) == position;
    if (there) {
      positions.removeFirst();
    }
    return there;
  }

  /** The index of the first entry with a higher number, by binary search. */
  int firstAfter(long seq, ByteQueue records, int origin) {
    int low = 0;
    int high = positions.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (EntryRecord.seq(records, positions.get(middle) - origin) > seq) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
