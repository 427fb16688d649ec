package dev.parley.signaling.replica;

import dev.parley.signaling.journal.Outcome;
import dev.parley.signaling.journal.Proposal;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.room.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drives the operations of a replica: decides each, proposes its facts to the journal, decides it
 * again if the room has changed meanwhile, sends proposals again whose answer may be lost, and
 * gives up after a while.
 *
 * <p>With a journal in memory, an operation is complete before {@link #start} returns, and nothing
 * here is ever pending: lists are created only for a journal that answers later.
 *
 * <p>Guarded by the replica's lock.
 */
final class Proposer {
  /** A proposal without an answer is sent again after this time: the answer may be lost. */
  private static final Duration RESEND = Duration.ofSeconds(1);

  /** An operation without an answer is given up after this time: the journal is unreachable. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Replica replica;

  /** Operations that wait for the journal. Lists are replaced, never changed: loops may end one. */
  private List<Operation> pending = List.of();

  /**
   * Attach operations that were given up before the journal answered. It may still append their
   * facts; then this node must be there to give the seats up, since no participant holds them.
   */
  private List<Operation> unanswered = List.of();

  /** The operation in the call to the journal: its facts may be applied before the call returns. */
  private @Nullable Operation appending;

  Proposer(Replica replica) {
    this.replica = replica;
  }

  /** Whether no operation waits for the journal. */
  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Whether an operation that was given up may still be appended. */
  boolean hasUnanswered() {
    return !unanswered.isEmpty();
  }

  /** Whether a cleanup waits for the journal, so that another one may be superfluous. */
  boolean hasCleanup() {
    return pending.stream().anyMatch(CleanupOperation.class::isInstance);
  }

  /** The operations of participants that are about to be attached. */
  Stream<AttachOperation> attachOperations() {
    return Stream.concat(Stream.ofNullable(appending), pending.stream())
        .filter(AttachOperation.class::isInstance)
        .map(AttachOperation.class::cast);
  }

  /** Starts an operation. It may be complete before this returns. */
  void start(Operation operation, Step step) {
    decide(operation, step);
  }

  private void decide(Operation operation, Step step) {
    Decision decision;
    try {
      decision = operation.decide(step);
    } catch (ProtocolException e) {
      refuse(operation, e, step);
      return;
    }
    if (decision.facts().isEmpty()) {
      end(operation);
      operation.applied(decision, step);
    } else if (operation instanceof AttachOperation
        && operation.attempt() == 0
        && hasUnanswered()) {
      fail(operation, step); // the journal is still unreachable
    } else {
      propose(operation, replica.proposal(operation, decision), decision, step);
    }
  }

  /**
   * A refusal is final if it was decided on the newest entry, or is for lack of memory. Otherwise
   * the journal is asked for its newest entry, and the operation is decided again after that.
   */
  private void refuse(Operation operation, ProtocolException reason, Step step) {
    if (operation.isAtTail() || reason.code() == ErrorCode.UNAVAILABLE) {
      end(operation);
      operation.refused(reason, step);
    } else {
      propose(operation, null, Decision.NOTHING, step);
    }
  }

  private void propose(
      Operation operation, @Nullable Proposal proposal, Decision decision, Step step) {
    Operation outer = appending; // an applied fact may start another operation within the call
    appending = operation;
    try {
      operation.proposed(proposal, decision);
      append(operation, proposal);
    } finally {
      appending = outer;
    }
    if (!operation.isEnded()) {
      operation.sent(step.now());
      pending = with(operation);
    }
  }

  private void append(Operation operation, @Nullable Proposal proposal) {
    int attempt = operation.attempt();
    if (proposal == null) {
      replica.journal().tail(outcome -> settle(operation, attempt, outcome));
    } else {
      replica.journal().append(proposal, outcome -> settle(operation, attempt, outcome));
    }
  }

  /** Ignores outcomes that are repeated, and those of earlier attempts. */
  private void settle(Operation operation, int attempt, Outcome outcome) {
    replica.step(step -> {
      if (operation.attempt() == attempt && operation.outcome() == null) {
        operation.settle(outcome);
        if (!operation.isEnded()) {
          advance(operation, outcome, step);
        }
        dropAnswered();
      }
      return null;
    });
  }

  /** An outcome counts once the replica has applied all entries up to its number. */
  private void advance(Operation operation, Outcome outcome, Step step) {
    switch (outcome) {
      case Outcome.Appended(long through) -> {
        if (replica.last() >= through) {
          complete(operation, step);
        }
      }
      case Outcome.Conflict(long through) -> {
        if (replica.last() >= through) {
          operation.markAtTail();
          decide(operation, step);
        }
      }
      case Outcome.Unavailable _ -> fail(operation, step);
    }
  }

  /** The facts of an operation have been applied, whether or not the journal has answered. */
  void complete(Operation operation, Step step) {
    end(operation);
    operation.applied(operation.decision(), step);
  }

  /** Entries were applied, for which operations may have waited. */
  void entriesApplied(Step step) {
    dropAnswered();
    if (pending.isEmpty()) {
      return;
    }
    for (Operation operation : pending) {
      Outcome outcome = operation.outcome();
      if (outcome != null && !operation.isEnded()) {
        advance(operation, outcome, step);
      }
    }
  }

  /** Sends proposals again, and gives up those that have waited for too long. */
  void tick(Step step) {
    if (pending.isEmpty() && unanswered.isEmpty()) {
      return;
    }
    Instant now = step.now();
    unanswered.forEach(operation -> resend(operation, now));
    for (Operation operation : pending) {
      if (now.isAfter(operation.startedAt().plus(TIMEOUT))) {
        fail(operation, step);
      } else {
        resend(operation, now);
      }
    }
  }

  private void resend(Operation operation, Instant now) {
    if (operation.outcome() == null && now.isAfter(operation.sentAt().plus(RESEND))) {
      operation.sent(now);
      append(operation, operation.proposal());
    }
  }

  private void dropAnswered() {
    if (hasUnanswered()) {
      unanswered = unanswered.stream().filter(this::mayBeAppended).toList();
    }
  }

  /** Whether facts of this operation may be applied in the future. */
  private boolean mayBeAppended(Operation operation) {
    return operation.proposal() != null
        && switch (operation.outcome()) {
          case null -> true;
          case Outcome.Appended(long through) -> replica.last() < through;
          case Outcome.Conflict _, Outcome.Unavailable _ -> false;
        };
  }

  /** Gives up all operations, since the room cannot be read. */
  void failAll(Step step) {
    pending.forEach(operation -> fail(operation, step));
  }

  /** Gives an operation up. */
  void fail(Operation operation, Step step) {
    end(operation);
    if (operation instanceof AttachOperation && mayBeAppended(operation)) {
      unanswered = Stream.concat(unanswered.stream(), Stream.of(operation)).toList();
    }
    operation.refused(
        ProtocolException.unavailable(
            "The server cannot reach its storage: send this again in a moment."),
        step);
  }

  private void end(Operation operation) {
    operation.end();
    pending = without(operation);
  }

  private List<Operation> with(Operation operation) {
    return pending.contains(operation)
        ? pending
        : Stream.concat(pending.stream(), Stream.of(operation)).toList();
  }

  private List<Operation> without(Operation operation) {
    return pending.isEmpty()
        ? pending
        : pending.stream().filter(each -> !each.equals(operation)).toList();
  }
}
