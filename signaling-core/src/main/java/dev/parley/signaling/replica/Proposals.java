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
final class Proposals {
  /** After this silence, a proposal is sent again: its answer may have been lost. */
  private static final Duration RESEND = Duration.ofSeconds(1);

  /** After this time, the journal is taken to be out of reach. */
  static final Duration GIVE_UP = Duration.ofSeconds(10);

  private final Replica replica;
  private List<Operation> pending = List.of(); // most of the time there is none

  /** The operation that is being proposed: a journal that answers at once leaves none pending. */
  private @Nullable Operation appending;

  Proposals(Replica replica) {
    this.replica = replica;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Whether upkeep is under way: what is due may be that already. */
  boolean areUpkeep() {
    return pending.stream().anyMatch(Upkeep.class::isInstance);
  }

  /** The participants that are about to come in. */
  Stream<Entrance> entrances() {
    return Stream.concat(Stream.ofNullable(appending), pending.stream())
        .filter(Entrance.class::isInstance)
        .map(Entrance.class::cast);
  }

  void begin(Operation operation, Step step) {
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
      operation.done(decision, step);
    } else {
      send(operation, replica.proposal(operation, decision), decision, step);
    }
  }

  /** A refusal is final only if it was decided on the newest entry, or is for lack of room. */
  private void refuse(Operation operation, ProtocolException reason, Step step) {
    if (operation.isAtTail() || reason.code() == ErrorCode.UNAVAILABLE) {
      end(operation);
      operation.refused(reason, step);
    } else {
      send(operation, null, Decision.NOTHING, step);
    }
  }

  private void send(
      Operation operation, @Nullable Proposal proposal, Decision decision, Step step) {
    Operation outer = appending;
    appending = operation;
    try {
      operation.sent(proposal, decision);
      append(operation, proposal);
    } finally {
      appending = outer;
    }
    if (!operation.isEnded()) {
      operation.waits(step.now());
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
      if (!operation.isEnded() && operation.attempt() == attempt && operation.outcome() == null) {
        operation.settle(outcome);
        advance(operation, outcome, step);
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
          operation.atTail();
          decide(operation, step);
        }
      }
      case Outcome.Unavailable _ -> giveUp(operation, step);
    }
  }

  /** The facts of this operation have been applied, whether or not the journal has said so. */
  void complete(Operation operation, Step step) {
    end(operation);
    operation.done(operation.decision(), step);
  }

  /** Entries were applied: operations that have waited for them go on. */
  void applied(Step step) {
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
    if (pending.isEmpty()) {
      return;
    }
    Instant now = step.now();
    for (Operation operation : pending) {
      if (now.isAfter(operation.begunAt().plus(GIVE_UP))) {
        giveUp(operation, step);
      } else if (operation.outcome() == null && now.isAfter(operation.sentAt().plus(RESEND))) {
        operation.waits(now);
        append(operation, operation.proposal());
      }
    }
  }

  /** The room cannot be read: nothing that is asked of it can be done now. */
  void giveUpAll(Step step) {
    pending.forEach(operation -> giveUp(operation, step));
  }

  void giveUp(Operation operation, Step step) {
    end(operation);
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
