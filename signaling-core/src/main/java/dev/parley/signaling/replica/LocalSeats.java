package dev.parley.signaling.replica;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.journal.LoggedEvent;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Seat;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@link LocalSeat} of each seat of a room. Guarded by the replica's lock. */
final class LocalSeats {
  /** Initial capacity: most rooms have two peers, and 16 slots would be most of their memory. */
  private static final int FEW = 4;

  private final Map<PeerId, LocalSeat> seats = new HashMap<>(FEW);

  /** Adds a seat on this account. An earlier seat of the peer is no longer charged. */
  void add(PeerId peer, Budget.Quota rosters) {
    LocalSeat next = new LocalSeat(peer, rosters);
    LocalSeat older = seats.put(peer, next);
    if (older != null) {
      older.charge(0);
      next.deliver(older.delivery()); // until the new connection is attached
    }
  }

  /** Removes a seat, and returns the delivery to the participant that held it here, if any. */
  @Nullable Delivery remove(PeerId peer) {
    LocalSeat seat = seats.remove(peer);
    if (seat == null) {
      return null;
    }
    seat.charge(0);
    return seat.delivery();
  }

  LocalSeat get(PeerId peer) {
    return Objects.requireNonNull(seats.get(peer));
  }

  /** Charges the present weight of a seat. */
  void charge(PeerId peer, @Nullable Seat seat) {
    if (seat != null) {
      get(peer).charge(seat.weight());
    }
  }

  /** Ends all cursors, since the room cannot be followed any more. */
  void detachAll(Step step) {
    for (LocalSeat seat : seats.values()) {
      Delivery delivery = seat.delivery();
      Cursor cursor = delivery == null ? null : delivery.cursor();
      if (cursor != null) {
        cursor.unavailable();
        step.flushLater(cursor);
      }
    }
  }

  void clear() {
    seats.values().forEach(seat -> seat.charge(0));
    seats.clear();
  }

  /** The delivery to the participant of this node that holds the seat; null if none does. */
  @Nullable Delivery delivery(PeerId peer) {
    LocalSeat seat = seats.get(peer);
    return seat == null ? null : seat.delivery();
  }

  /** The same, if it delivers to this cursor; null if another one has replaced it. */
  @Nullable Delivery delivery(PeerId peer, Cursor cursor) {
    Delivery delivery = delivery(peer);
    return delivery != null && cursor.equals(delivery.cursor()) ? delivery : null;
  }

  void deliver(PeerId peer, @Nullable Delivery delivery) {
    get(peer).deliver(delivery);
  }

  /**
   * Offers a new event to the cursors that it concerns. The loops differ, since this is the hot
   * path: only the last kind of audience needs the roster entry of each peer.
   */
  void offer(
      LoggedEvent event, Audience audience, Map<PeerId, Seat> room, long maxLagBytes, Step step) {
    switch (audience) {
      case Audience.Only(Set<PeerId> peers) -> {
        for (PeerId peer : peers) {
          Delivery delivery = delivery(peer);
          if (delivery != null) {
            delivery.offer(event, maxLagBytes, step);
          }
        }
      }
      case Audience.AllBut(Set<PeerId> peers) -> {
        for (LocalSeat seat : seats.values()) {
          Delivery delivery = seat.delivery();
          if (delivery != null && !peers.contains(seat.peer())) {
            delivery.offer(event, maxLagBytes, step);
          }
        }
      }
      case Audience.WithFeature _ -> {
        for (LocalSeat local : seats.values()) {
          Delivery delivery = local.delivery();
          Seat seat = room.get(local.peer());
          if (delivery != null && seat != null && audience.includes(seat.info())) {
            delivery.offer(event, maxLagBytes, step);
          }
        }
      }
    }
  }
}
