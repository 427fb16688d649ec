package dev.parley.signaling.replica;

import com.google.common.collect.ImmutableList;
import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Seat;
import java.util.List;

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
    List<Seat> abandoned = List.of();
    for (Seat seat : live.room().seats().values()) {
      expired |= seat.isExpired(step.now(), node.policy().resumeWindow());
      concerned |= seat.connection() == null || isHeldOn(node.name(), seat);
      if (isHeldOn(node.name(), seat) && seat.info().online() && !live.isDelivered(seat)) {
        abandoned = ImmutableList.<Seat>builder().addAll(abandoned).add(seat).build();
      }
    }
    if (expired) {
      proposals.begin(new Upkeep(node, live, new Command.Expire(step.now())), step);
    }
    abandoned.forEach(seat -> lose(seat, step));
    return concerned;
  }

  /** That node has ended without a word: its connections are lost. */
  void loseAll(String lost, Step step) {
    for (Seat seat : List.copyOf(live.room().seats().values())) {
      if (isHeldOn(lost, seat) && seat.info().online()) {
        lose(seat, step);
      }
    }
  }

  private static boolean isHeldOn(String node, Seat seat) {
    Connection connection = seat.connection();
    return connection != null && connection.node().equals(node);
  }

  private void lose(Seat seat, Step step) {
    proposals.begin(new Upkeep(node, live, new Command.Lose(seat.info().id(), seat.epoch())), step);
  }
}
