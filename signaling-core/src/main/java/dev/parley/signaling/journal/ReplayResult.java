package dev.parley.signaling.journal;

/**
 * How far a replay came.
 *
 * @param through the number up to which everything was offered
 * @param examined the number of entries that were examined
 * @param bytes the bytes of those entries
 * @param delivered the bytes of those that the listener accepted
 * @param finished false if it stopped because the step has taken long enough
 */
public record ReplayResult(
    long through, int examined, long bytes, long delivered, boolean finished) {
  /** The cost of examining an entry, in bytes of copying. */
  private static final int BYTES_OF_AN_ENTRY = 64;

  /** The cost of the replay in bytes, which is charged to the address of the client. */
  public long cost() {
    return bytes + (long) BYTES_OF_AN_ENTRY * examined;
  }
}
