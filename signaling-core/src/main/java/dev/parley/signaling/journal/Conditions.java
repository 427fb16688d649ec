package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Decision;
import dev.parley.signaling.room.Fact;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be true where a proposal is appended; otherwise it was decided on a room that has
 * changed. A journal that compares them applies its entries to a {@link
 * dev.parley.signaling.room.Room} of its own.
 *
 * @param version {@link dev.parley.signaling.room.Room#version}, or {@link #ANY_VERSION}
 * @param sender the seat from which it was asked for, if it was
 * @param addressees peers that must have a seat
 */
public record Conditions(long version, @Nullable Sender sender, Set<PeerId> addressees) {
  public static final long ANY_VERSION = -1;

  /**
   * A seat that speaks.
   *
   * @param seat the number of the seat that the peer must have
   * @param epoch the epoch of the connection that must hold it, or {@link #ANY_EPOCH}
   * @param requestId the request that must be the next one of the seat, or {@link Request#NO_ID}
   */
  public record Sender(PeerId peer, long seat, long epoch, long requestId) {
    public static final long ANY_EPOCH = 0;
  }

  /**
   * The conditions of what was decided on a room of this version. Refusals, too, hold only as long
   * as the room is the same.
   */
  public static Conditions of(Decision decision, long version, @Nullable Sender sender) {
    boolean versioned = decision.refusal() != null;
    Set<PeerId> addressees = Set.of();
    for (Fact fact : decision.facts()) {
      switch (fact) {
        case Fact.Attached _ -> versioned = true;
        case Fact.Processed _ -> {}
        case Fact.Emitted(Event event, Audience audience, _) -> {
          versioned |= event.changesRoom() || isBoundToSeat(event);
          if (audience instanceof Audience.Only(Set<PeerId> peers)) {
            addressees = peers;
          }
        }
      }
    }
    return new Conditions(versioned ? version : ANY_VERSION, sender, addressees);
  }

  /** Whether it holds for the seat alone that its addressee has now, and not for a later one. */
  private static boolean isBoundToSeat(Event event) {
    return event instanceof Event.Reply(_, _, Long ask, _) && ask != null;
  }
}
