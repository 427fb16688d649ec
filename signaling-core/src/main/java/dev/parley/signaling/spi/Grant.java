package dev.parley.signaling.spi;

/**
 * The permission of a peer to be in a room.
 *
 * @param role any word, which the other peers see in the roster; {@code viewer} may not set shared
 *     values, every other role has all rights
 */
public record Grant(String role) {
  /** The grant of everybody where no authenticator checks identities. */
  public static final Grant MEMBER = new Grant("member");
}
