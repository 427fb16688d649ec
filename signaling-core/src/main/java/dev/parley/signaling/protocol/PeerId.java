package dev.parley.signaling.protocol;

/** The public name of a peer in a room. As an addressee it may name somebody who does not exist. */
public record PeerId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
