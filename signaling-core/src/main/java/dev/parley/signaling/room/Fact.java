package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a journal records of a room. A room changes by facts alone, so that nodes that
 * apply the same facts in the same order have the same room.
 */
public sealed interface Fact {

  /**
   * An event that peers hear.
   *
   * @param requestId the id of the request that caused it, taken from the seat of the peer that the
   *     event is about; {@link Request#NO_ID} if none did
   */
  record Emitted(Event event, Audience audience, long requestId) implements Fact {}

  /** A connection holds this peer's seat from now on; the number of this fact is its epoch. */
  record Attached(PeerId peer, Connection connection) implements Fact {}

  /**
   * A request was taken that caused no event, or was refused.
   *
   * @param brief whether few of the seat's refusals are to be kept, since memory is short
   */
  record Processed(PeerId peer, long requestId, @Nullable Refusal refusal, boolean brief)
      implements Fact {}

  /** Whether it is for nodes alone: no client is sent it, and no log keeps it. */
  default boolean isInternal() {
    return switch (this) {
      case Emitted _ -> false;
      case Attached _, Processed _ -> true;
    };
  }
}
