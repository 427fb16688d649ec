package dev.parley.signaling.spi;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * A peer that asks to join a room. Its id is proven: it was derived from the key that the client
 * sent.
 *
 * @param token the member {@code token} of {@code join}, null if the client sent none
 * @param client the address of its account
 */
public record AuthenticationRequest(
    RoomName room, PeerId peer, @Nullable String token, String client) {

  /** Hides the token, which must not reach a log. */
  @Override
  public String toString() {
    return "AuthenticationRequest[" + peer + " to " + room + " from " + client + "]";
  }
}
