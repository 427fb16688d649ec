package dev.parley.signaling.protocol;

/** The public name of a peer in a room. As an addressee it may name somebody who does not exist. */
public record PeerId(String value) implements Comparable<PeerId> {
  static final int LENGTH = 22;

  /** Whether there can be a key with this id. */
  public boolean canExist() {
    return value.length() == LENGTH && Ascii.isBase64Url(value);
  }

  /** An order lets hash tables bear ids that were made to collide. */
  @Override
  public int compareTo(PeerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
