package dev.parley.signaling.protocol;

/** A peer's entry in the roster. */
public record PeerInfo(
    PeerId id, long seat, PeerName name, String role, boolean online, Payload data) {
  private static final int OVERHEAD = 120;

  /** About how much there is to say of it. */
  public int length() {
    return OVERHEAD + name.length() + data.length();
  }

  public PeerInfo withOnline(boolean online) {
    return new PeerInfo(id, seat, name, role, online, data);
  }

  public PeerInfo withProfile(PeerName name, Payload data) {
    return new PeerInfo(id, seat, name, role, online, data);
  }
}
