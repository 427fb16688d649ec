package dev.parley.signaling.protocol;

/**
 * The name of a room: 1 to 128 characters of {@code A-Z a-z 0-9 . _ ~ -}, so that it needs no
 * escape in a URL. {@code .} and {@code ..} are excluded, since URL parsers resolve them as path
 * segments (RFC 3986, section 5.2.4).
 */
public record RoomName(String value) implements Comparable<RoomName> {
  private static final int MAX_LENGTH = 128;

  /**
   * Checks the name.
   *
   * @throws ProtocolException with {@code bad-message} if it is malformed
   */
  public RoomName {
    if (value.equals(".") || value.equals("..")) {
      throw ProtocolException.badMessage(
          "A room cannot be named . or .., which have a meaning in URLs.");
    }
    if (value.isEmpty()
        || value.length() > MAX_LENGTH
        || !value.chars().allMatch(Ascii::isUnreserved)) {
      throw ProtocolException.badMessage(
          "A room name is 1 to 128 characters of A-Z a-z 0-9 . _ ~ and -.");
    }
  }

  /**
   * An order, so that {@code HashMap} keeps buckets of colliding names as balanced trees: clients
   * choose the names, and could make lookups slow otherwise.
   */
  @Override
  public int compareTo(RoomName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
