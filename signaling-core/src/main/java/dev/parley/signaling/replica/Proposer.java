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
 * The operations of one replica that are under way: decided, proposed, and decided again where the
 * room has changed meanwhile. Guarded by the replica's lock.
 */
final class Proposer {
  /** After this silence, a proposal is sent again: its answer may have been lost. */
  private static final Duration RESEND = Duration.ofSeconds(1);

  /** After this time, the journal is taken to be out of reach. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Replica replica;
  private List<Operation> pending = List.of(); // most of the time there is none

  /**
   * Entrances that were given up before the journal has said what became of them. It may append
   * them yet, and then this node must be there to give the seat up.
   */
  private List<Operation> unanswered = List.of();

  /** The operation that is being proposed: a journal that answers at once leaves none pending. */
  private @Nullable Operation appending;

  Proposer(Replica replica) {
    this.replica = replica;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Whether a participant that was turned away may be given a seat yet. */
  boolean hasUnanswered() {
    return !unanswered.isEmpty();
  }

  /** Whether upkeep is under way: what is due may be that already. */
  boolean hasCleanup() {
    return pending.stream().anyMatch(CleanupOperation.class::isInstance);
  }

  /** The participants that are about to come in. */
  Stream<AttachOperation> attachOperations() {
    return Stream.concat(Stream.ofNullable(appending), pending.stream())
        .filter(AttachOperation.class::isInstance)
        .map(AttachOperation.class::cast);
  }

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
      fail(operation, step); // the journal is out of reach still
    } else {
      propose(operation, replica.proposal(operation, decision), decision, step);
    }
  }

  /** A refusal is final only if it was decided on the newest entry, or is for lack of room. */
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
    Operation outer = appending;
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

  /** An outcome that is repeated, or of a proposal that was decided again since, is ignored. */
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

  /** The facts of this operation have been applied, whether or not the journal has said so. */
  void complete(Operation operation, Step step) {
    end(operation);
    operation.applied(operation.decision(), step);
  }

  /** Entries were applied: operations that have waited for them go on. */
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

  /** Whether facts of this operation may be applied that have not been. */
  private boolean mayBeAppended(Operation operation) {
    return operation.proposal() != null
        && switch (operation.outcome()) {
          case null -> true;
          case Outcome.Appended(long through) -> replica.last() < through;
          case Outcome.Conflict _, Outcome.Unavailable _ -> false;
        };
  }

  /** The room cannot be read: nothing that is asked of it can be done now. */
  void failAll(Step step) {
    pending.forEach(operation -> fail(operation, step));
  }

  void fail(Operation operation, Step step) {
    end(operation);
    if (operation instanceof AttachOperation && mayBeAppended(operation)) {
      unanswered = Stream.concat(unanswered.stream(), Stream.of(operation)).toList();
    }
    operation.refused(
        ProtocolException.unavailable(
            "The server cannot reach what it needs: send this again in a moment."),
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
