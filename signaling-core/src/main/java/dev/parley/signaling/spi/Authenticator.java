package dev.parley.signaling.spi;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/** Decides who may enter a room, and as what. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Says as what this peer may enter.
   *
   * @throws dev.parley.signaling.protocol.ProtocolException with {@code unauthorized} or {@code
   *     forbidden} if this peer may not enter
   */
  Grant authenticate(RoomName room, PeerId peer, @Nullable String token);

  /** Everybody may enter every room whose name they know. */
  static Authenticator open() {
    return (_, _, _) -> Grant.MEMBER;
  }
}
