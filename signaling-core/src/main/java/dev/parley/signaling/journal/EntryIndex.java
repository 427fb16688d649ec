package dev.parley.signaling.journal;

/**
 * The positions of some entries of a log, oldest first, so that a reader goes from one to the next
 * without touching the entries between them. Positions are kept as ints that wrap around.
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

  /** Removes the oldest if it is this one, and returns whether it was. */
  boolean removeFirst(int position) {
    boolean there = positions.size() > 0 && positions.get(0) == position;
    if (there) {
      positions.removeFirst();
    }
    return there;
  }

  /** The index of the first entry with a number above that one, by binary search. */
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
