package dev.parley.signaling.protocol;

/**
 * A peer's entry in the roster.
 *
 * @param seat the number of its seat, which rises with each new seat of the room
 * @param role from the grant of the authenticator
 * @param online whether a connection holds the seat
 * @param data any JSON value of the application, for the other peers
 */
public record PeerInfo(
    PeerId id,
    long seat,
    PeerName name,
    String role,
    Features features,
    boolean online,
    Payload data) {
  /** Approximate bytes of the member names and numbers in JSON. */
  private static final int OVERHEAD = 120;

  /** Approximate bytes that the entry takes in a roster, and in memory. */
  public int length() {
    return OVERHEAD + name.length() + features.length() + data.length();
  }

  /** The same entry with another connection state. */
  public PeerInfo withOnline(boolean online) {
    return new PeerInfo(id, seat, name, role, features, online, data);
  }

  /** The same entry with another name and other data. */
  public PeerInfo withProfile(PeerName name, Payload data) {
    return new PeerInfo(id, seat, name, role, features, online, data);
  }
}
