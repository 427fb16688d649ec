package dev.parley.websocket;

/**
 * What one message may be.
 *
 * @param messageBytes how long, fragments together; a longer one closes the connection with 1009
 * @param fragments in how many frames; more close it with 1008
 */
public record Limits(int messageBytes, int fragments) {

  /** Arrays cannot be longer, and a frame has a head. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  public Limits {
    if (messageBytes < 1 || messageBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "A message may have 1 to " + MOST_BYTES + " bytes, not " + messageBytes + ".");
    }
    if (fragments < 1) {
      throw new IllegalArgumentException(
          "A message has at least one frame, not " + fragments + ".");
    }
  }
}
