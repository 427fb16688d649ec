package dev.parley.signaling.room;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import java.util.Set;

/** The peers that an event concerns. */
public sealed interface Audience {

  /** Everybody but these. */
  record AllBut(Set<PeerId> peers) implements Audience {}

  /** Only these. */
  record Only(Set<PeerId> peers) implements Audience {}

  /** Everybody who has announced this feature. */
  record WithFeature(String feature) implements Audience {}

  default boolean includes(PeerInfo peer) {
    return switch (this) {
      case AllBut(Set<PeerId> peers) -> !peers.contains(peer.id());
      case Only(Set<PeerId> peers) -> peers.contains(peer.id());
      case WithFeature(String feature) -> peer.features().has(feature);
    };
  }

  static Audience allBut(PeerId peer) {
    return new AllBut(Set.of(peer));
  }

  static Audience only(PeerId peer) {
    return new Only(Set.of(peer));
  }
}
