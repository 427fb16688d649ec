package dev.parley.signaling.protocol;

/** The name of a room: 1 to 128 characters of {@code A-Z a-z 0-9 . _ ~ -}. */
public record RoomName(String value) implements Comparable<RoomName> {
  private static final int MAX_LENGTH = 128;

  public RoomName {
    if (value.equals(".") || value.equals("..")) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE, "A room cannot be called . or .., which are no names in a URL.");
    }
    if (value.isEmpty()
        || value.length() > MAX_LENGTH
        || !value.chars().allMatch(Ascii::isUnreserved)) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE, "A room name is 1 to 128 characters of A-Z a-z 0-9 . _ ~ and -.");
    }
  }

  /** An order lets hash tables bear names that were made to collide. */
  @Override
  public int compareTo(RoomName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
