package dev.parley.signaling.room;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import java.util.Set;

/**
 * The peers that an event is delivered to. Kept with the event in the log, since a replay has to
 * select the same ones.
 */
public sealed interface Audience {

  /** All peers except these. For a message to everybody that includes its sender. */
  record AllBut(Set<PeerId> peers) implements Audience {}

  /** These peers only. */
  record Only(Set<PeerId> peers) implements Audience {}

  /** All peers that have announced this feature. */
  record WithFeature(String feature) implements Audience {}

  /** Whether the event is delivered to this peer. */
  default boolean includes(PeerInfo peer) {
    return switch (this) {
      case AllBut(Set<PeerId> peers) -> !peers.contains(peer.id());
      case Only(Set<PeerId> peers) -> peers.contains(peer.id());
      case WithFeature(String feature) -> peer.features().has(feature);
    };
  }

  /** All peers except this one. */
  static Audience allBut(PeerId peer) {
    return new AllBut(Set.of(peer));
  }

  /** This peer only. */
  static Audience only(PeerId peer) {
    return new Only(Set.of(peer));
  }
}
