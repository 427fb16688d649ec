package dev.parley.signaling.protocol;

/** A peer's entry in the roster. */
public record PeerInfo(
    PeerId id,
    long seat,
    PeerName name,
    String role,
    Features features,
    boolean online,
    Payload data) {
  private static final int OVERHEAD = 120;

  /** About how much there is to say of it. */
  public int length() {
    return OVERHEAD + name.length() + features.length() + data.length();
  }

  public PeerInfo withOnline(boolean online) {
    return new PeerInfo(id, seat, name, role, features, online, data);
  }

  public PeerInfo withProfile(PeerName name, Payload data) {
    return new PeerInfo(id, seat, name, role, features, online, data);
  }
}
