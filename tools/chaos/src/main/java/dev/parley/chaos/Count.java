package dev.parley.chaos;

/**
 * How much a peer has said on its seat, as one listener counts it: to everybody, and to this one.
 *
 * @param seat the seat on which it was said: counts begin anew on each
 */
public record Count(long seat, int all, int one) {

  int total() {
    return all + one;
  }

  /** Whether the one of these that is higher is so by one message. */
  boolean isNextAfter(Count before) {
    return total() == before.total() + 1 && all >= before.all && one >= before.one;
  }

  /**
   * What is wrong with hearing this after that.
   *
   * @throws Violation unless it is the very next
   */
  void follow(Count before, String what) {
    if (!isNextAfter(before)) {
      boolean further = all >= before.all && one >= before.one;
      Violation.Kind kind =
          equals(before)
              ? Violation.Kind.REPEATED
              : further ? Violation.Kind.LOST : Violation.Kind.REORDERED;
      throw new Violation(kind, "%s came after %s: %s".formatted(this, before, what));
    }
  }
}
