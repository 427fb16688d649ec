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
 * The conditions under which a proposal may be appended. If one is false, the room has changed
 * since the decision, and the node has to decide again.
 *
 * <p>A journal that evaluates them keeps a {@link dev.parley.signaling.room.Room} of its own, to
 * which it applies its entries. The conditions are as weak as possible: relayed messages do not
 * conflict with each other.
 *
 * @param version must be {@link dev.parley.signaling.room.Room#version}, or {@link #ANY_VERSION}
 * @param sender the seat that asked for it; null if none did
 * @param addressees peers that must have a seat
 */
public record Conditions(long version, @Nullable Sender sender, Set<PeerId> addressees) {
  public static final long ANY_VERSION = -1;

  /**
   * The seat that a request comes from.
   *
   * @param seat the number of the seat that the peer must have
   * @param epoch the epoch of the connection that must hold it, or {@link #ANY_EPOCH}
   * @param requestId must be the next id of the seat, or {@link Request#NO_ID}
   */
  public record Sender(PeerId peer, long seat, long epoch, long requestId) {
    public static final long ANY_EPOCH = 0;
  }

  /**
   * The conditions of a decision on a room of this version. A refusal holds only as long as the
   * room is the same; a relayed event as long as its recipients have seats.
   */
  public static Conditions of(Decision decision, long version, @Nullable Sender sender) {
    boolean versioned = decision.refusal() != null;
    Set<PeerId> addressees = Set.of();
    for (Fact fact : decision.facts()) {
      switch (fact) {
        case Fact.Attached _ -> versioned = true;
        case Fact.GoingAway _, Fact.Processed _ -> {}
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

  /**
   * A reply with {@code ask} and a signal with {@code link} are for the present seat of their
   * recipient: a later one has not asked, and may lack the feature.
   */
  private static boolean isBoundToSeat(Event event) {
    return switch (event) {
      case Event.Reply reply -> reply.ask() != null;
      case Event.Signal signal -> signal.link() != null;
      case Event.PeerJoined _,
          Event.PeerUpdated _,
          Event.PeerLeft _,
          Event.Message _,
          Event.State _ ->
          false;
    };
  }
}
