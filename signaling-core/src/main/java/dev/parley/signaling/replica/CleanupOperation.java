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

/** A command of the node's own; one that is refused is given again with a later tick. */
final class CleanupOperation extends Operation {
  private final Node node;
  private final ReplicaState state;
  private final Command command;

  CleanupOperation(Node node, ReplicaState state, Command command) {
    this.node = node;
    this.state = state;
    this.command = command;
  }

  @Override
  Decision decide(Step step) {
    return state.room().decide(command);
  }

  @Override
  void applied(Decision decided, Step step) {
    if (node.observations().isFollowed()) {
      for (Fact fact : decided.facts()) {
        switch (fact) {
          case Fact.Happened(Event.PeerLeft(PeerId peer, LeaveReason reason), _, _) ->
              node.observations().publish(new Observation.Left(state.name(), peer, reason));
          case Fact.Happened(Event.PeerUpdated(PeerInfo peer), _, _) ->
              node.observations().publish(new Observation.Lost(state.name(), peer.id()));
          case Fact.Happened _, Fact.Attached _, Fact.Taken _ -> {}
        }
      }
    }
  }

  @Override
  void refused(ProtocolException reason, Step step) {
    if (command instanceof Command.Lose lost) {
      state.addPendingDisconnect(lost); // nobody else may know of it
    }
  }
}
