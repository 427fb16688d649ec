package dev.parley.websocket;

/**
 * The limits of one incoming message. They are checked against the header of each frame, before its
 * payload arrives.
 *
 * @param maxBytes the maximum length of a message, the sum of its fragments' payloads; a longer one
 *     closes the connection with 1009
 * @param maxFragments the maximum number of frames in a message; more close the connection with
 *     1008. Without this limit, a peer could send empty fragments forever.
 */
public record MessageLimits(int maxBytes, int maxFragments) {

  /** Arrays cannot be much longer, and a frame has a header. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 64;

  /**
   * @throws IllegalArgumentException if {@code maxBytes} is not between 1 and 2,147,483,583, or
   *     {@code maxFragments} is less than 1
   */
  public MessageLimits {
    if (maxBytes < 1 || maxBytes > MAX_ARRAY_BYTES) {
      throw new IllegalArgumentException(
          "A message may have 1 to " + MAX_ARRAY_BYTES + " bytes, not " + maxBytes + ".");
    }
    if (maxFragments < 1) {
      throw new IllegalArgumentException(
          "A message has at least one frame, not " + maxFragments + ".");
    }
  }
}
