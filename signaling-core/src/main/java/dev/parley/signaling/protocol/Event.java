package dev.parley.signaling.protocol;

import org.jspecify.annotations.Nullable;

/** What has happened in a room: the content of its log. */
public sealed interface Event {

  record PeerJoined(PeerInfo peer) implements Event {}

  record PeerUpdated(PeerInfo peer) implements Event {}

  record PeerLeft(PeerId from, LeaveReason reason) implements Event {}

  record Offer(PeerId from, Payload sdp) implements Event {}

  record Answer(PeerId from, Payload sdp) implements Event {}

  record Candidate(PeerId from, Payload candidate) implements Event {}

  record Message(PeerId from, Payload data, boolean ask) implements Event {}

  /** {@code ask} is the id of the request that this answers, if the log still holds it. */
  record Reply(PeerId from, long re, @Nullable Long ask, Payload data) implements Event {}

  /** Whether it changes who is there, and does not only pass between those who are. */
  default boolean isAboutRoster() {
    return switch (this) {
      case PeerJoined _, PeerUpdated _, PeerLeft _ -> true;
      case Offer _, Answer _, Candidate _, Message _, Reply _ -> false;
    };
  }
}
