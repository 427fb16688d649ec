package dev.parley.signaling.journal;

/**
 * How far a replay came.
 *
 * @param through the number up to which everything was offered
 * @param examined how many entries were looked at
 * @param bytes how long those were, and {@code delivered} those that the listener took
 * @param finished whether it stopped because there is no more, or the listener took no more
 */
public record ReplayResult(
    long through, int examined, long bytes, long delivered, boolean finished) {
  private static final int BYTES_OF_AN_ENTRY = 64;

  /** The work that it was, in bytes: those examined, and some for each entry. */
  public long cost() {
    return bytes + (long) BYTES_OF_AN_ENTRY * examined;
  }
}
