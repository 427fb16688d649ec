package dev.parley.signaling.replica;

import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Seat;

/** Gives up seats and connections on behalf of the node, since no participant asks for it. */
final class SeatCleanup {
  private final Node node;
  private final ReplicaState state;
  private final Proposer proposer;

  SeatCleanup(Node node, ReplicaState state, Proposer proposer) {
    this.node = node;
    this.state = state;
    this.proposer = proposer;
  }

  /**
   * Gives up seats that were lost for too long, and connections of this node that nobody has: their
   * participants had gone before they came in. Returns whether any seat is or was last held on this
   * node.
   */
  boolean run(Step step) {
    boolean expired = false;
    boolean local = false;
    for (Seat seat : state.room().seats().values()) {
      expired |= seat.isExpired(step.now(), node.policy().resumeWindow());
      local |= seat.connection() == null || seat.isHeldOn(node.name());
      if (seat.isHeldOn(node.name()) && seat.info().online() && !state.hasDelivery(seat)) {
        disconnect(seat);
      }
    }
    if (expired) {
      proposer.start(new CleanupOperation(node, state, new Command.Expire(step.now())), step);
    }
    proposePendingDisconnects(step);
    return local;
  }

  /** That node has ended without a word: its connections are lost. */
  void disconnectNode(String lost, Step step) {
    for (Seat seat : state.room().seats().values()) {
      if (seat.isHeldOn(lost) && seat.info().online()) {
        disconnect(seat);
      }
    }
    proposePendingDisconnects(step);
  }

  private void disconnect(Seat seat) {
    state.addPendingDisconnect(new Command.Disconnect(seat.info().id(), seat.epoch()));
  }

  private void proposePendingDisconnects(Step step) {
    for (Command.Disconnect command : state.takePendingDisconnects()) {
      proposer.start(new CleanupOperation(node, state, command), step);
    }
  }
}
