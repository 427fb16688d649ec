package dev.parley.signaling.spi;

/** What an authenticator allows a peer. */
public record Grant(String role) {
  /** What everybody has where nobody is asked who they are. */
  public static final Grant MEMBER = new Grant("member");
}
