package dev.parley.signaling.replica;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.PeerId;
import org.jspecify.annotations.Nullable;

/** The resources of a seat on this node: memory, on the account of an address, and its delivery. */
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

  /** Whether the address that took the seat, or all together, hold too much already. */
  boolean isOverQuota() {
    return rosters.isExceeded();
  }

  /** The seat weighs this many bytes now. */
  void charge(long bytes) {
    rosters.take(bytes - charged);
    charged = bytes;
  }

  @Nullable Delivery delivery() {
    return delivery;
  }

  void deliver(@Nullable Delivery next) {
    delivery = next;
  }
}
