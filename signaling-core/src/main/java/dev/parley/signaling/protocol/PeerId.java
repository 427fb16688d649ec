package dev.parley.signaling.protocol;

/**
 * The public name of a peer in a room, derived from its key ({@link PeerKey#id}). A recipient named
 * by a client may be any string: it then names a peer that does not exist.
 */
public record PeerId(String value) implements Comparable<PeerId> {
  static final int LENGTH = 22;

  /** Whether some key has this id. Ids that cannot exist need not be remembered. */
  public boolean canExist() {
    return value.length() == LENGTH && Ascii.isBase64Url(value);
  }

  /**
   * An order, so that {@code HashMap} keeps buckets of colliding ids as balanced trees: clients
   * choose the ids, and could make lookups slow otherwise.
   */
  @Override
  public int compareTo(PeerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
