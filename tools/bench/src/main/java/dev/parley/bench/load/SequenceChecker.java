package dev.parley.bench.load;

/** Checks that the messages of one sender arrive once and in order, by their numbers 1, 2, 3, … */
final class SequenceChecker {
  private static final int HISTORY = Long.SIZE;

  private int highest;
  private long seen; // bit n stands for the number highest - n

  enum Arrival {
    IN_ORDER,
    LATE,
    REPEATED
  }

  /** Numbers that were skipped are lost, unless they arrive late. */
  Arrival check(int number) {
    int ahead = number - highest;
    if (ahead > 0) {
      seen = ahead < HISTORY ? seen << ahead | 1 : 1;
      highest = number;
      return Arrival.IN_ORDER;
    }
    long bit = -ahead < HISTORY ? 1L << -ahead : 0;
    if (number < 1 || bit == 0 || (seen & bit) != 0) {
      return Arrival.REPEATED;
    }
    seen |= bit;
    return Arrival.LATE;
  }

  /** The highest number so far. */
  int highest() {
    return highest;
  }
}
