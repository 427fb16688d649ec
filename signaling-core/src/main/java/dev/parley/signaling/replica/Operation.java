package dev.parley.signaling.replica;

import dev.parley.signaling.journal.Conditions;
import dev.parley.signaling.journal.Outcome;
import dev.parley.signaling.journal.Proposal;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.room.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that this node requests of a room, from the decision until its facts have been applied.
 * {@link Proposer} drives it: {@code decide} may be called several times, since the room may have
 * changed when the journal receives the proposal; exactly one of {@code applied} and {@code
 * refused} ends it.
 *
 * <p>Guarded by the replica's lock.
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
   * Decides the operation on the present state of the replica.
   *
   * @throws ProtocolException if it is refused, and the refusal need not be recorded
   */
  abstract Decision decide(Step step);

  /** The condition on the seat that requests it; null if no seat does. */
  Conditions.@Nullable Sender senderCondition() {
    return null;
  }

  /** The facts of this decision have been applied, or it had none. */
  abstract void applied(Decision decided, Step step);

  /** It was refused, and none of its facts will be applied. */
  abstract void refused(ProtocolException reason, Step step);

  /**
   * It was decided, and is about to be sent to the journal.
   *
   * @param next null if the journal is only asked for its newest entry
   */
  final void proposed(@Nullable Proposal next, Decision decided) {
    proposal = next;
    decision = decided;
    outcome = null;
    attempt++;
  }

  /** How often it was proposed. Outcomes of earlier attempts are ignored. */
  final int attempt() {
    return attempt;
  }

  /** The proposal was sent, and the journal has not answered at once. */
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

  /** When its proposal was last sent. */
  final Instant sentAt() {
    return sentAt;
  }

  /** When its first proposal was sent. */
  final Instant startedAt() {
    return startedAt;
  }

  /** The journal's answer to its proposal; null while there is none. */
  final @Nullable Outcome outcome() {
    return outcome;
  }

  final void settle(Outcome settled) {
    outcome = settled;
  }

  /**
   * Whether it is decided on the newest entry of the journal. Only then a refusal is final: on an
   * older state, the reason for it may no longer exist.
   */
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
