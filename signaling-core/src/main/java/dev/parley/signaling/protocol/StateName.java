package dev.parley.signaling.protocol;

/** The name of a shared value: 1 to 64 characters of {@code A-Z a-z 0-9 . _ ~ -}. */
public record StateName(String value) implements Comparable<StateName> {
  private static final int MAX_LENGTH = 64;
  private static final String FOR_HOSTS = "host.";

  /**
   * Checks the name.
   *
   * @throws ProtocolException with {@code bad-message} if it is malformed
   */
  public StateName {
    if (value.isEmpty()
        || value.length() > MAX_LENGTH
        || !value.chars().allMatch(Ascii::isUnreserved)) {
      throw ProtocolException.badMessage(
          "The name of a shared value is 1 to 64 characters of A-Z a-z 0-9 . _ ~ and -.");
    }
  }

  /** Whether the name is reserved for hosts, a role that no peer has yet. */
  public boolean isForHosts() {
    return value.startsWith(FOR_HOSTS);
  }

  /** An order, so that {@code HashMap} keeps buckets of colliding names as balanced trees. */
  @Override
  public int compareTo(StateName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
