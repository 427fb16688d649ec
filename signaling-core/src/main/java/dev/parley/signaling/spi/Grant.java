package dev.parley.signaling.spi;

/**
 * What an authenticator allows a peer.
 *
 * @param role any word that the others are to see in the roster; {@code viewer} may not set shared
 *     values, and all others may do the same
 */
public record Grant(String role) {
  /** What everybody has where nobody is asked who they are. */
  public static final Grant MEMBER = new Grant("member");
}
