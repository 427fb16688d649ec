package dev.parley.signaling.room;

import dev.parley.signaling.protocol.PeerId;
import java.util.Set;

/** Who an event concerns. */
public sealed interface Audience {

  /** Everybody but these. */
  record AllBut(Set<PeerId> peers) implements Audience {}

  /** Only these. */
  record Only(Set<PeerId> peers) implements Audience {}

  /** Those whom it names. */
  Set<PeerId> peers();

  default boolean includes(PeerId peer) {
    return switch (this) {
      case AllBut(Set<PeerId> peers) -> !peers.contains(peer);
      case Only(Set<PeerId> peers) -> peers.contains(peer);
    };
  }

  static Audience allBut(PeerId peer) {
    return new AllBut(Set.of(peer));
  }

  static Audience only(PeerId peer) {
    return new Only(Set.of(peer));
  }
}
