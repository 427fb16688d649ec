package dev.parley.signaling.replica;

import dev.parley.signaling.journal.Conditions;
import dev.parley.signaling.journal.Outcome;
import dev.parley.signaling.journal.Proposal;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.room.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a node asks of a room, from its decision until its facts have been applied.
 * Guarded by the replica's lock.
 */
abstract class Operation {
  private @Nullable Proposal proposal;
  private Decision decision = Decision.NOTHING;
  private @Nullable Outcome outcome;
  private Instant sentAt = Instant.MIN;
  private Instant startedAt = Instant.MIN;
  private int attempt;
  private boolean atTail;
  private boolean ended;

  /**
   * Decides it on the replica as it is now.
   *
   * @throws ProtocolException if it is refused, and the journal need not know
   */
  abstract Decision decide(Step step);

  /** The seat that asks for it, if one does. */
  Conditions.@Nullable Sender senderCondition() {
    return null;
  }

  /** Its facts have been applied. */
  abstract void applied(Decision decided, Step step);

  /** It was refused, and nothing of it will be applied. */
  abstract void refused(ProtocolException reason, Step step);

  final void proposed(@Nullable Proposal next, Decision decided) {
    proposal = next;
    decision = decided;
    outcome = null;
    attempt++;
  }

  /** How often it was decided: outcomes of earlier proposer do not count. */
  final int attempt() {
    return attempt;
  }

  /** The journal has not answered at once. */
  final void sent(Instant now) {
    startedAt = startedAt.equals(Instant.MIN) ? now : startedAt;
    sentAt = now;
  }

  final @Nullable Proposal proposal() {
    return proposal;
  }

  final Decision decision() {
    return decision;
  }

  final Instant sentAt() {
    return sentAt;
  }

  final Instant startedAt() {
    return startedAt;
  }

  /** The journal's answer to its proposal, once known. */
  final @Nullable Outcome outcome() {
    return outcome;
  }

  final void settle(Outcome settled) {
    outcome = settled;
  }

  /** Whether it is decided on the newest entry, so that a refusal is final. */
  final boolean isAtTail() {
    return atTail;
  }

  final void markAtTail() {
    atTail = true;
  }

  final boolean isEnded() {
    return ended;
  }

  final void end() {
    ended = true;
  }
}
