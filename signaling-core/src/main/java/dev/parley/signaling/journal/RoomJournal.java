package dev.parley.signaling.journal;

import java.util.function.Consumer;

/** One room of a journal, as one node has it open. */
public interface RoomJournal {

  /**
   * Appends the facts of a proposal next to each other, or none of them. A proposal that is sent
   * again (same node and number) is not appended again, but has the same outcome; that includes a
   * conflict. The node sends a proposal again each second until it has an outcome, and ignores
   * repeated outcomes: an outcome must be remembered for at least a minute after the proposal was
   * last received.
   *
   * <p>After ten seconds without an outcome, the node refuses the request as {@code unavailable}.
   * The client sends it again, and another proposal may follow; the first may still be appended,
   * and is then recognised by the request id. A join that was refused in this way is sent again
   * until its outcome is known, so that the node can give up its seat.
   */
  void append(Proposal proposal, Consumer<Outcome> outcome);

  /**
   * Asks for the number of the newest entry. The outcome is {@link Outcome.Conflict} with that
   * number: a decision after that entry was not made on an old replica.
   */
  void tail(Consumer<Outcome> outcome);

  /**
   * The node no longer follows the room. The follower is not called any more; calls under way are
   * ignored. A room that has ended ({@link Proposal#ends}, and nothing was appended since) may be
   * dropped, except its highest number.
   */
  void close();
}
