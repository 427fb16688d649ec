package dev.parley.signaling.replica;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Decision;
import dev.parley.signaling.room.Fact;
import dev.parley.signaling.spi.Observation;

/** A command of {@link SeatCleanup}. If it is refused, a later tick gives it again. */
final class CleanupOperation extends Operation {
  private final Node node;
  private final ReplicaState state;
  private final SeatCleanup cleanup;
  private final Command command;

  CleanupOperation(Node node, ReplicaState state, SeatCleanup cleanup, Command command) {
    this.node = node;
    this.state = state;
    this.cleanup = cleanup;
    this.command = command;
  }

  @Override
  Decision decide(Step step) {
    return state.room().decide(command);
  }

  @Override
  void applied(Decision decided, Step step) {
    if (node.observations().hasSubscribers()) {
      for (Fact fact : decided.facts()) {
        switch (fact) {
          case Fact.Emitted(Event.PeerLeft(PeerId peer, LeaveReason reason), _, _) ->
              node.observations().publish(new Observation.Left(state.name(), peer, reason));
          case Fact.Emitted(Event.PeerUpdated(PeerInfo peer), _, _) ->
              node.observations().publish(new Observation.Disconnected(state.name(), peer.id()));
          case Fact.Emitted _, Fact.Attached _, Fact.GoingAway _, Fact.Processed _ -> {}
        }
      }
    }
  }

  @Override
  void refused(ProtocolException reason, Step step) {
    // Expired seats are found again by the next tick; a lost connection is known only here.
    if (command instanceof Command.Disconnect disconnect) {
      cleanup.disconnectLater(disconnect);
    }
  }
}
