package dev.parley.signaling.journal;

/**
 * A queue of ints in a ring buffer; an empty one holds no array. A {@code ArrayDeque<Integer>}
 * would take several times the memory.
 */
final class IntQueue {
  private static final int[] NONE = {};
  private static final int MIN_LENGTH = 4;

  private int[] ints = NONE; // the length is a power of two
  private int first;
  private int size;

  int size() {
    return size;
  }

  void add(int value) {
    if (size == ints.length) {
      resize(Math.max(MIN_LENGTH, 2 * size));
    }
    ints[slot(size++)] = value;
  }

  int get(int index) {
    return ints[slot(index)];
  }

  void removeFirst() {
    first = slot(1);
    size--;
    if (size == 0) {
      ints = NONE;
      first = 0;
    } else if (size < ints.length / 4 && ints.length > MIN_LENGTH) {
      resize(ints.length / 2);
    }
  }

  private int slot(int index) {
    return (first + index) & (ints.length - 1);
  }

  private void resize(int length) {
    int[] resized = new int[length];
    for (int i = 0; i < size; i++) {
      resized[i] = get(i);
    }
    ints = resized;
    first = 0;
  }
}
