package dev.parley.chaos;

/**
 * The number of messages that a peer has sent on its seat, as one receiver counts them.
 *
 * @param seat the sender's seat: counts begin at 0 on each
 * @param toAll messages to all peers
 * @param toOne messages to this receiver
 */
record MessageCount(long seat, int toAll, int toOne) {

  /**
   * Checks that a message with this count is the next after the one with the {@code last} count.
   *
   * @throws Violation if it is not
   */
  void checkFollows(MessageCount last, String message) {
    boolean isLater = toAll >= last.toAll && toOne >= last.toOne;
    if (isLater && toAll + toOne == last.toAll + last.toOne + 1) {
      return;
    }
    Violation.Kind kind =
        equals(last)
            ? Violation.Kind.REPEATED
            : isLater ? Violation.Kind.LOST : Violation.Kind.REORDERED;
    throw new Violation(kind, "%s came after %s: %s".formatted(this, last, message));
  }
}
