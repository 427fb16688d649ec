package dev.parley.signaling.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client says. Who says it is known from the connection, never from here. */
public sealed interface Request {

  /** Takes a seat, resumes it or takes it over. */
  record Join(
      PeerKey key, PeerName name, Payload data, @Nullable String token, @Nullable Long after)
      implements Request {}

  /** Asks for a {@code pong}. */
  record Ping() implements Request {}

  /** What is taken exactly once: its id is 1, 2, 3, … for each seat. */
  sealed interface Numbered extends Request {
    long id();
  }

  record Offer(long id, PeerId to, Payload sdp) implements Numbered {}

  record Answer(long id, PeerId to, Payload sdp) implements Numbered {}

  record Candidate(long id, PeerId to, Payload candidate) implements Numbered {}

  /** Something of the application's for some peers, or, if {@code to} is null, for all others. */
  record Message(long id, @Nullable Set<PeerId> to, Set<PeerId> except, Payload data, boolean ask)
      implements Numbered {}

  record Reply(long id, PeerId to, long re, Payload data) implements Numbered {}

  /** Changes what the roster says of oneself; what is null stays as it is. */
  record Update(long id, @Nullable PeerName name, @Nullable Payload data) implements Numbered {}

  record Leave(long id) implements Numbered {}

  /** What could not be understood; its id is {@link #NO_ID} if not even that could be read. */
  record Garbled(long id, ErrorCode code, String sentence) implements Numbered {}

  /** The id of a message that has none that could be read. */
  long NO_ID = 0;
}
