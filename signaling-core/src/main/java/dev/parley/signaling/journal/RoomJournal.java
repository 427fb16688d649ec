package dev.parley.signaling.journal;

import java.util.function.Consumer;

/** One room of a journal, opened by one node. */
public interface RoomJournal {

  /**
   * Appends the facts of a proposal, all of them next to each other or none. A proposal that comes
   * again (the same node and number) is not appended again, but has the same outcome; a node sends
   * one again until it hears an outcome, and ignores outcomes that are repeated.
   */
  void append(Proposal proposal, Consumer<Outcome> outcome);

  /**
   * Asks for the number of the newest entry. The outcome is {@link Outcome.Conflict} with it: what
   * the node decides after that entry, it has not decided on an old replica.
   */
  void tail(Consumer<Outcome> outcome);

  /**
   * The node has no more to do with the room, and its follower is told nothing more. A room without
   * seats may be forgotten then, but for the number at which it ended.
   */
  void close();
}
