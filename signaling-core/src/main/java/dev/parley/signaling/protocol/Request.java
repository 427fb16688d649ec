package dev.parley.signaling.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A message from a client (docs/protocol.md, section 3). The sender is not part of it: the server
 * knows it from the connection or the credentials, and never trusts the message for it.
 */
public sealed interface Request {

  /**
   * Takes a seat, resumes it, or takes it over.
   *
   * @param history how many kept messages the answer may contain, 0 to 100
   * @param token passed to the authenticator; null if the client has none
   * @param after the {@code seq} of the last event that the client has processed; null on a first
   *     join
   */
  record Join(
      PeerKey key,
      PeerName name,
      Payload data,
      Features features,
      int history,
      @Nullable String token,
      @Nullable Long after)
      implements Request {

    /** A first join with defaults for everything else. */
    public Join(PeerKey key, PeerName name) {
      this(key, name, Payload.EMPTY_OBJECT, Features.NONE, 0, null, null);
    }
  }

  /** Asks for a {@code pong}. */
  record Ping() implements Request {}

  /** A request that is processed exactly once: its id is 1, 2, 3, … for each seat. */
  sealed interface Numbered extends Request {
    /** The position among the requests of the seat, or {@link #NO_ID}. */
    long id();
  }

  /**
   * A session description or an ICE candidate for one peer. The server does not read the payload.
   *
   * @param link the peer connection that it belongs to; null for the first one between two peers.
   *     Refused with {@code unsupported} if the recipient has not announced the feature {@code
   *     link}
   * @param data application data of a description, relayed unread; null if there is none
   */
  record Signal(
      long id,
      SignalKind kind,
      PeerId to,
      @Nullable LinkName link,
      Payload payload,
      @Nullable Payload data)
      implements Numbered {

    /** A signal of the first peer connection, without application data. */
    public Signal(long id, SignalKind kind, PeerId to, Payload payload) {
      this(id, kind, to, null, payload, null);
    }
  }

  /**
   * Application data.
   *
   * @param to the recipients; null for everybody else in the room
   * @param except peers to leave out
   * @param ask whether the sender expects replies
   * @param keep whether the room keeps the message for peers that join later
   */
  record Message(
      long id,
      java.util.@Nullable Set<PeerId> to,
      java.util.Set<PeerId> except,
      Payload data,
      boolean ask,
      boolean keep)
      implements Numbered {}

  /** The reply to the event {@code re}, which was a message with {@code ask}. */
  record Reply(long id, PeerId to, long re, Payload data) implements Numbered {}

  /** Changes the sender's roster entry; null leaves a member as it is. */
  record Update(long id, @Nullable PeerName name, @Nullable Payload data) implements Numbered {}

  /**
   * Sets a shared value, or removes it if the value is JSON {@code null}.
   *
   * @param ifSeq if not null, the value is only set if this event was the last to set it; 0 if
   *     there must be no such value
   */
  record Set(long id, StateName name, Payload value, @Nullable Long ifSeq) implements Numbered {}

  /** Gives the seat up. */
  record Leave(long id) implements Numbered {}

  /**
   * A message that could not be parsed. It is processed like any other request, since it uses up
   * its id; {@link #NO_ID} if the id could not be read.
   */
  record Malformed(long id, ErrorCode code, String sentence) implements Numbered {}

  /**
   * The id of a request without one. Over a connection, only malformed messages have none;
   * participants in this process may use it for every request.
   */
  long NO_ID = 0;
}
