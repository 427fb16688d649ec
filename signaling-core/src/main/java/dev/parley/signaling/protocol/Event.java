package dev.parley.signaling.protocol;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a room's log, as its peers receive it (docs/protocol.md, section 4). The entry adds
 * the number {@code seq}; the room adds the audience.
 */
public sealed interface Event {

  /** A peer has taken a new seat. */
  record PeerJoined(PeerInfo peer) implements Event {}

  /** The roster entry of a peer has changed: its name, its data, or whether it is online. */
  record PeerUpdated(PeerInfo peer) implements Event {}

  /** A peer has no seat any more. */
  record PeerLeft(PeerId from, LeaveReason reason) implements Event {}

  /**
   * A session description or an ICE candidate for one peer; {@code payload} and {@code data} are
   * relayed unread.
   *
   * @param link the peer connection that it belongs to; null for the first one between two peers
   * @param data application data of a description; null if there is none
   */
  record Signal(
      PeerId from,
      SignalKind kind,
      @Nullable LinkName link,
      Payload payload,
      @Nullable Payload data)
      implements Event {

    /** A signal of the first peer connection, without application data. */
    public Signal(PeerId from, SignalKind kind, Payload payload) {
      this(from, kind, null, payload, null);
    }

    /** The number of bytes that the sender passed to be relayed unread. */
    public int length() {
      return payload.length() + (data == null ? 0 : data.length());
    }
  }

  /**
   * Application data. {@code ask} means that the sender expects a {@code reply}. {@code keep} means
   * that the room keeps the message for peers that join later; recipients are not told.
   */
  record Message(PeerId from, Payload data, boolean ask, boolean keep) implements Event {}

  /**
   * The reply to the event {@code re}, which was a message with {@code ask}.
   *
   * @param ask the id of the request that asked, so that the recipient can match the reply with its
   *     own request; null if the log no longer holds that request
   */
  record Reply(PeerId from, long re, @Nullable Long ask, Payload data) implements Event {}

  /** A shared value was set or, if {@code value} is JSON {@code null}, removed. */
  record State(PeerId from, StateName name, Payload value) implements Event {}

  /** Whether the event changes the roster. Other events are relayed between peers with seats. */
  default boolean isAboutRoster() {
    return switch (this) {
      case PeerJoined _, PeerUpdated _, PeerLeft _ -> true;
      case Signal _, Message _, Reply _, State _ -> false;
    };
  }

  /**
   * Whether later decisions depend on the event: it changes the roster or a shared value. Decisions
   * on other events need not be repeated when one of these comes first ({@code
   * journal.Conditions}).
   */
  default boolean changesRoom() {
    return isAboutRoster() || this instanceof State;
  }

  /** The peer that the event is about, which for a relayed event is its sender. */
  default PeerId subject() {
    return switch (this) {
      case PeerJoined(PeerInfo peer) -> peer.id();
      case PeerUpdated(PeerInfo peer) -> peer.id();
      case PeerLeft(PeerId from, _) -> from;
      case Signal(PeerId from, _, _, _, _) -> from;
      case Message(PeerId from, _, _, _) -> from;
      case Reply(PeerId from, _, _, _) -> from;
      case State(PeerId from, _, _) -> from;
    };
  }
}
