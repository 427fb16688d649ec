package dev.parley.signaling.protocol;

import org.jspecify.annotations.Nullable;

/** What has happened in a room: the content of its log. */
public sealed interface Event {

  /** A peer has a new seat. */
  record PeerJoined(PeerInfo peer) implements Event {}

  /** The roster entry of a peer has changed: its name, its data, or whether it is online. */
  record PeerUpdated(PeerInfo peer) implements Event {}

  /** A peer has no seat any more. */
  record PeerLeft(PeerId from, LeaveReason reason) implements Event {}

  /** An sdp or a candidate for one peer, as it came. */
  record Signal(PeerId from, SignalKind kind, Payload payload) implements Event {}

  /** With {@code keep}, it is kept for those who join later. */
  record Message(PeerId from, Payload data, boolean ask, boolean keep) implements Event {}

  /**
   * The answer to the question with the number {@code re}; {@code ask} is the id of the request by
   * which it was asked, if the log still holds it.
   */
  record Reply(PeerId from, long re, @Nullable Long ask, Payload data) implements Event {}

  /** A value that the room shares was set or, if it is null, removed. */
  record State(PeerId from, StateName name, Payload value) implements Event {}

  /** Whether it changes who is there, and does not only pass between those who are. */
  default boolean isAboutRoster() {
    return switch (this) {
      case PeerJoined _, PeerUpdated _, PeerLeft _ -> true;
      case Signal _, Message _, Reply _, State _ -> false;
    };
  }

  /** Whether it changes what later decisions depend on: who is there, or what is shared. */
  default boolean changesRoom() {
    return isAboutRoster() || this instanceof State;
  }

  /** The peer that it is about: the one that has sent it, if it was sent. */
  default PeerId subject() {
    return switch (this) {
      case PeerJoined(PeerInfo peer) -> peer.id();
      case PeerUpdated(PeerInfo peer) -> peer.id();
      case PeerLeft(PeerId from, _) -> from;
      case Signal(PeerId from, _, _) -> from;
      case Message(PeerId from, _, _, _) -> from;
      case Reply(PeerId from, _, _, _) -> from;
      case State(PeerId from, _, _) -> from;
    };
  }
}
