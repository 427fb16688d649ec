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
final class Upkeep extends Operation {
  private final Node node;
  private final LiveRoom live;
  private final Command command;

  Upkeep(Node node, LiveRoom live, Command command) {
    this.node = node;
    this.live = live;
    this.command = command;
  }

  @Override
  Decision decide(Step step) {
    return live.room().decide(command);
  }

  @Override
  void done(Decision decided, Step step) {
    if (node.observations().isFollowed()) {
      for (Fact fact : decided.facts()) {
        switch (fact) {
          case Fact.Happened(Event.PeerLeft(PeerId peer, LeaveReason reason), _, _) ->
              node.observations().publish(new Observation.Left(live.name(), peer, reason));
          case Fact.Happened(Event.PeerUpdated(PeerInfo peer), _, _) ->
              node.observations().publish(new Observation.Lost(live.name(), peer.id()));
          case Fact.Happened _, Fact.Attached _, Fact.Taken _ -> {}
        }
      }
    }
  }

  @Override
  void refused(ProtocolException reason, Step step) {
    if (command instanceof Command.Lose lost) {
      live.owe(lost); // nobody else may know of it
    }
  }
}
