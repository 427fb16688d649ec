package dev.parley.signaling.replica;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The part of a seat that concerns this node alone: the memory that it takes here, on the account
 * of an address, and the delivery to a participant of this node, if one holds it.
 *
 * <p>Guarded by the replica's lock.
 */
final class LocalSeat {
  private final PeerId peer;
  private final Budget.Quota rosters;
  private long charged;
  private @Nullable Delivery delivery;

  LocalSeat(PeerId peer, Budget.Quota rosters) {
    this.peer = peer;
    this.rosters = rosters;
  }

  PeerId peer() {
    return peer;
  }

  /** Whether the account, or all accounts together, hold too much already. */
  boolean isOverQuota() {
    return rosters.isExceeded();
  }

  /** Sets the bytes that are charged for the seat. */
  void charge(long bytes) {
    rosters.take(bytes - charged);
    charged = bytes;
  }

  /** The delivery to the participant of this node that holds the seat; null if none does. */
  @Nullable Delivery delivery() {
    return delivery;
  }

  void deliver(@Nullable Delivery next) {
    delivery = next;
  }
}
