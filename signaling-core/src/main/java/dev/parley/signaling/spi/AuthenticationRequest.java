package dev.parley.signaling.spi;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * A peer that asks to be let in. Its id is proven: only a holder of its key can have it.
 *
 * @param token what it has shown, if anything
 * @param client the address that it comes from
 */
public record AuthenticationRequest(
    RoomName room, PeerId peer, @Nullable String token, String client) {

  /** Tokens must not end up in a log. */
  @Override
  public String toString() {
    return "AuthenticationRequest[" + peer + " to " + room + " from " + client + "]";
  }
}
