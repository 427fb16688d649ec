package dev.parley.signaling.journal;

/** Ints, added at the end and removed from the front; an empty one holds no array. */
final class IntQueue {
  private static final int[] NONE = {};
  private static final int LEAST = 4;

  private int[] ints = NONE; // a ring; its length is a power of two
  private int first;
  private int size;

  int size() {
    return size;
  }

  void add(int value) {
    if (size == ints.length) {
      resize(Math.max(LEAST, 2 * size));
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
    } else if (size < ints.length / 4 && ints.length > LEAST) {
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
