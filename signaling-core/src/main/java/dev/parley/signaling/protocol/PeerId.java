package dev.parley.signaling.protocol;

/** The public name of a peer in a room. As an addressee it may name somebody who does not exist. */
public record PeerId(String value) implements Comparable<PeerId> {

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
