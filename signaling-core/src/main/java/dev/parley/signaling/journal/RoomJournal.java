package dev.parley.signaling.journal;

import java.util.function.Consumer;

/** One room of a journal, opened by one node. */
public interface RoomJournal {

  /**
   * Appends the facts of a proposal, all of them next to each other or none. A proposal that comes
   * again (the same node and number) is not appended again, but has the same outcome, a conflict
   * too. A node sends one again each second until it hears an outcome, and ignores outcomes that
   * are repeated: the journal remembers one for at least a minute after the proposal has come last.
   *
   * <p>After ten seconds, the request is refused as {@code unavailable}, and may come again in
   * another proposal. The first may still be appended: a request is taken once by its number. A
   * join that is refused so is sent again until its outcome is known, and the node keeps the room
   * open: its seat, if it gets one, is given up.
   */
  void append(Proposal proposal, Consumer<Outcome> outcome);

  /**
   * Asks for the number of the newest entry. The outcome is {@link Outcome.Conflict} with it: what
   * the node decides after that entry, it has not decided on an old replica.
   */
  void tail(Consumer<Outcome> outcome);

  /**
   * The node has no more to do with the room, and its follower is told nothing more; a call that is
   * under way meanwhile is ignored. A room that has ended ({@link Proposal#ends}, until facts are
   * appended again) may be forgotten, but for its newest number.
   */
  void close();
}
