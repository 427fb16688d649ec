package dev.parley.signaling.protocol;

/**
 * The {@code link} of an offer, an answer or a candidate: the name of one of several peer
 * connections between two participants. 1 to 32 characters of {@code A-Z a-z 0-9 . _ -}.
 */
public record LinkName(String value) {
  /**
   * Checks the name.
   *
   * @throws ProtocolException with {@code bad-message} if it is malformed
   */
  public LinkName {
    if (!Ascii.isShortName(value)) {
      throw ProtocolException.badMessage(
          "The member \"link\" is 1 to 32 characters of A-Z a-z 0-9 . _ and -.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
