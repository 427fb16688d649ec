package dev.parley.signaling.spi;

/**
 * What an authenticator allows a peer.
 *
 * @param role any word that the others are to see in the roster; {@code viewer} may not set shared
 *     values, and all others may do the same
 */
public record Grant(String role) {
  /** The grant of everybody where no authenticator asks who they are. */
  public static final Grant MEMBER = new Grant("member");
}
