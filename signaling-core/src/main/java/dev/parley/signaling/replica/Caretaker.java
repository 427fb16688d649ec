package dev.parley.signaling.replica;

import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Seat;

/** Gives up seats and connections on behalf of the node, since no participant asks for it. */
final class Caretaker {
  private final Node node;
  private final LiveRoom live;
  private final Proposals proposals;

  Caretaker(Node node, LiveRoom live, Proposals proposals) {
    this.node = node;
    this.live = live;
    this.proposals = proposals;
  }

  /**
   * Gives up seats that were lost for too long, and connections of this node that nobody has: their
   * participants had gone before they came in. Returns whether any seat is or was last held on this
   * node.
   */
  boolean keepUp(Step step) {
    boolean expired = false;
    boolean concerned = false;
    for (Seat seat : live.room().seats().values()) {
      expired |= seat.isExpired(step.now(), node.policy().resumeWindow());
      concerned |= seat.connection() == null || seat.isHeldOn(node.name());
      if (seat.isHeldOn(node.name()) && seat.info().online() && !live.isDelivered(seat)) {
        owe(seat);
      }
    }
    if (expired) {
      proposals.begin(new Upkeep(node, live, new Command.Expire(step.now())), step);
    }
    payOwed(step);
    return concerned;
  }

  /** That node has ended without a word: its connections are lost. */
  void loseAll(String lost, Step step) {
    for (Seat seat : live.room().seats().values()) {
      if (seat.isHeldOn(lost) && seat.info().online()) {
        owe(seat);
      }
    }
    payOwed(step);
  }

  private void owe(Seat seat) {
    live.owe(new Command.Lose(seat.info().id(), seat.epoch()));
  }

  private void payOwed(Step step) {
    for (Command.Lose command : live.takeOwed()) {
      proposals.begin(new Upkeep(node, live, command), step);
    }
  }
}
