package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * A change of a room that the journal has recorded. Rooms change by applying facts and by nothing
 * else: nodes that apply the same facts in the same order have equal rooms.
 */
public sealed interface Fact {

  /**
   * An event for peers.
   *
   * @param requestId the request that caused it, which uses up this id of the seat that the event
   *     is about; {@link Request#NO_ID} if no request did
   */
  record Emitted(Event event, Audience audience, long requestId) implements Fact {}

  /**
   * A connection holds the seat of this peer from now on. The number of this fact is the epoch of
   * the connection.
   */
  record Attached(PeerId peer, Connection connection) implements Fact {}

  /**
   * The client has announced that it is going away (close code 1001), so that its seat is kept for
   * {@link Seat#GOING_AWAY_WINDOW} only. The loss of the connection follows as an event.
   */
  record GoingAway(PeerId peer) implements Fact {}

  /**
   * A request has used up its id without causing an event, usually because it was refused.
   *
   * @param refusal null if the request had nothing to change
   * @param memoryScarce whether memory is short, so that few refusals of the seat are kept
   */
  record Processed(PeerId peer, long requestId, @Nullable Refusal refusal, boolean memoryScarce)
      implements Fact {}

  /** Whether the fact concerns nodes only: it is not sent to clients and not kept in the log. */
  default boolean isInternal() {
    return switch (this) {
      case Emitted _ -> false;
      case Attached _, GoingAway _, Processed _ -> true;
    };
  }
}
