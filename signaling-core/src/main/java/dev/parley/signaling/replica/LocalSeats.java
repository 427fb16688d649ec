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

/** The resources of each seat of a room on this node. Guarded by the replica's lock. */
final class LocalSeats {
  /** Most rooms are of two: a larger table would be most of what they take. */
  private static final int FEW = 4;

  private final Map<PeerId, LocalSeat> seats = new HashMap<>(FEW);

  /** A new seat, on this account; an older one of the peer's is given back. */
  void add(PeerId peer, Budget.Quota rosters) {
    LocalSeat next = new LocalSeat(peer, rosters);
    LocalSeat older = seats.put(peer, next);
    if (older != null) {
      older.charge(0);
      next.deliver(older.delivery());
    }
  }

  /** A seat is given up; returns the delivery by which a participant on this node held it. */
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

  void charge(PeerId peer, @Nullable Seat seat) {
    if (seat != null) {
      get(peer).charge(seat.weight());
    }
  }

  /** The room cannot be followed any more. */
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

  @Nullable Delivery delivery(PeerId peer) {
    LocalSeat seat = seats.get(peer);
    return seat == null ? null : seat.delivery();
  }

  /** The delivery of this peer, if this is its cursor. */
  @Nullable Delivery delivery(PeerId peer, Cursor cursor) {
    Delivery delivery = delivery(peer);
    return delivery != null && cursor.equals(delivery.cursor()) ? delivery : null;
  }

  void deliver(PeerId peer, @Nullable Delivery delivery) {
    get(peer).deliver(delivery);
  }

  /** Offers a new event to the cursors that it concerns. */
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
