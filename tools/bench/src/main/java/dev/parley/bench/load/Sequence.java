package dev.parley.bench.load;

/** Whether the messages of one sender to one receiver come once each, and in their order. */
final class Sequence {
  private static final int REMEMBERED = Long.SIZE;

  private int highest;
  private long seen; // the lowest bit is the highest number

  enum Arrival {
    IN_ORDER,
    LATE,
    REPEATED
  }

  /** A number has come; they begin with 1. What was skipped is lost, unless it comes late. */
  Arrival arrived(int number) {
    int ahead = number - highest;
    if (ahead > 0) {
      seen = ahead < REMEMBERED ? seen << ahead | 1 : 1;
      highest = number;
      return Arrival.IN_ORDER;
    }
    long bit = -ahead < REMEMBERED ? 1L << -ahead : 0;
    if (number < 1 || bit == 0 || (seen & bit) != 0) {
      return Arrival.REPEATED;
    }
    seen |= bit;
    return Arrival.LATE;
  }

  /** The highest number that has come. */
  int highest() {
    return highest;
  }
}
