package dev.parley.signaling.protocol;

import org.jspecify.annotations.Nullable;

/** A message from a client. Its sender is known from the connection, never from here. */
public sealed interface Request {

  /**
   * Takes a seat, resumes it or takes it over; {@code history} is how many kept messages the answer
   * may hold.
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

    /** A first join that shows and asks for nothing else. */
    public Join(PeerKey key, PeerName name) {
      this(key, name, Payload.EMPTY_OBJECT, Features.NONE, 0, null, null);
    }
  }

  /** Asks for a {@code pong}. */
  record Ping() implements Request {}

  /** What is taken exactly once: its id is 1, 2, 3, … for each seat. */
  sealed interface Numbered extends Request {
    long id();
  }

  /** An sdp or a candidate for one peer; nobody looks into it. */
  record Signal(long id, SignalKind kind, PeerId to, Payload payload) implements Numbered {}

  /**
   * Something of the application's for some peers, or, if {@code to} is null, for all others; with
   * {@code keep}, for those who join later, too.
   */
  record Message(
      long id,
      java.util.@Nullable Set<PeerId> to,
      java.util.Set<PeerId> except,
      Payload data,
      boolean ask,
      boolean keep)
      implements Numbered {}

  /** The answer to the question that has come as the event {@code re}. */
  record Reply(long id, PeerId to, long re, Payload data) implements Numbered {}

  /** Changes what the roster says of oneself; what is null stays as it is. */
  record Update(long id, @Nullable PeerName name, @Nullable Payload data) implements Numbered {}

  /**
   * Sets a value that the room shares or, if it is null, removes it; but only if it was last set by
   * the event {@code ifSeq}, if that is not null. 0 is a value that is not there.
   */
  record Set(long id, StateName name, Payload value, @Nullable Long ifSeq) implements Numbered {}

  /** Gives the seat up. */
  record Leave(long id) implements Numbered {}

  /** What could not be understood; its id is {@link #NO_ID} if not even that could be read. */
  record Malformed(long id, ErrorCode code, String sentence) implements Numbered {}

  /** The id of a message that has none that could be read. */
  long NO_ID = 0;
}
