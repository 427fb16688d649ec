package dev.parley.signaling.replica;

import com.google.common.collect.ImmutableSet;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Seat;
import java.util.Set;

/**
 * The commands that a node issues without a request of a participant: it disconnects seats whose
 * connections have ended, and gives up seats that have expired.
 *
 * <p>Guarded by the replica's lock.
 */
final class SeatCleanup {
  private final Node node;
  private final ReplicaState state;
  private final Proposer proposer;

  /** Disconnects that the journal has not accepted; proposed again with the next tick. */
  private Set<Command.Disconnect> pendingDisconnects = Set.of();

  SeatCleanup(Node node, ReplicaState state, Proposer proposer) {
    this.node = node;
    this.state = state;
    this.proposer = proposer;
  }

  /** The connection that has held this seat since this epoch has ended. */
  void disconnect(PeerId peer, long epoch, boolean goingAway, Step step) {
    propose(new Command.Disconnect(peer, epoch, goingAway), step);
  }

  /**
   * Gives up expired seats, and disconnects seats that a connection of this node holds without a
   * participant: that participant disconnected before its join was applied.
   *
   * @return whether any seat is held on this node, was held here last, or was never held
   */
  boolean tick(Step step) {
    boolean expired = false;
    boolean local = false;
    for (Seat seat : state.room().seats().values()) {
      expired |= seat.isExpired(step.now(), node.policy().resumeWindow());
      local |= seat.connection() == null || seat.isHeldOn(node.name());
      if (isHeldBy(node.name(), seat) && !state.hasDelivery(seat)) {
        disconnectLater(commandFor(seat));
      }
    }
    if (expired) {
      propose(new Command.Expire(step.now()), step);
    }
    proposePending(step);
    return local;
  }

  /** A node has failed without disconnecting: its connections have ended. */
  void disconnectNode(String failed, Step step) {
    for (Seat seat : state.room().seats().values()) {
      if (isHeldBy(failed, seat)) {
        disconnectLater(commandFor(seat));
      }
    }
    proposePending(step);
  }

  private static boolean isHeldBy(String node, Seat seat) {
    return seat.isHeldOn(node) && seat.info().online();
  }

  private static Command.Disconnect commandFor(Seat seat) {
    return new Command.Disconnect(seat.info().id(), seat.epoch(), false);
  }

  /** Proposes the command with the next tick. No other node knows that the connection has ended. */
  void disconnectLater(Command.Disconnect command) {
    pendingDisconnects =
        ImmutableSet.<Command.Disconnect>builder().addAll(pendingDisconnects).add(command).build();
  }

  private void proposePending(Step step) {
    Set<Command.Disconnect> pending = pendingDisconnects;
    pendingDisconnects = Set.of(); // before they are proposed: the journal may refuse them at once
    pending.forEach(command -> propose(command, step));
  }

  private void propose(Command command, Step step) {
    proposer.start(new CleanupOperation(node, state, this, command), step);
  }
}
