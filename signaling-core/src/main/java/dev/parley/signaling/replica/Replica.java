package dev.parley.signaling.replica;

import com.google.common.collect.ImmutableList;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.Conditions;
import dev.parley.signaling.journal.Entry;
import dev.parley.signaling.journal.Follower;
import dev.parley.signaling.journal.JournalContents;
import dev.parley.signaling.journal.Proposal;
import dev.parley.signaling.journal.RoomJournal;
import dev.parley.signaling.journal.Snapshot;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Decision;
import dev.parley.signaling.room.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A room as this node has it: what is true of it, its log, and the cursors on it. It changes by the
 * entries of the room's journal alone.
 *
 * <p>Its monitor is the room's lock. What happens under it at once is a step; what the step has
 * offered is sent after it.
 */
final class Replica implements Follower {
  private final Node node;
  private final RoomName name;
  private final Rooms rooms;
  private final Proposer proposer = new Proposer(this);

  // All guarded by this.
  private final ReplicaState state;
  private List<Operation> waiting = List.of(); // until the room is open
  private @Nullable RoomJournal journal;
  private @Nullable Step current;
  private long usedAtMillis;
  private boolean used; // since the last tick
  private boolean opened;
  private boolean ended;

  /** A room on the account of the address that opens it. */
  Replica(Node node, RoomName name, ClientAccount opener, Rooms rooms) {
    this.node = node;
    this.name = name;
    this.rooms = rooms;
    this.state = new ReplicaState(node, name, opener, proposer);
    this.usedAtMillis = node.journal().clock().millis();
  }

  /** Runs one step, or a part of the step that this thread is in. */
  <T extends @Nullable Object> T step(Function<Step, T> act) {
    Step step;
    T result;
    synchronized (this) {
      if (current != null) {
        return act.apply(current);
      }
      step = node.newStep();
      result = within(step, act);
    }
    step.finish();
    step.unfinished().forEach(this::continueReplay);
    return result;
  }

  /** Goes on in steps of their own, between which the others in the room have their turn. */
  private void continueReplay(Step.Unfinished rest) {
    Step step;
    do {
      step = node.newStep();
      synchronized (this) {
        within(step, now -> replay(rest.peer(), rest.cursor(), now));
      }
      step.finish();
    } while (!step.unfinished().isEmpty());
  }

  private <T extends @Nullable Object> T within(Step step, Function<Step, T> act) {
    current = step;
    try {
      T result = act.apply(step);
      endIfIdle();
      return result;
    } finally {
      current = null;
    }
  }

  /** Lets a participant in; false if the room has ended meanwhile. */
  boolean attach(
      AttachRequest request,
      SeatHolder participant,
      @Nullable Cursor cursor,
      Consumer<@Nullable ProtocolException> result) {
    Connection connection = node.newConnection(request.overHttp());
    return step(step ->
        begin(
            new AttachOperation(node, state, request, connection, participant, cursor, result),
            step));
  }

  RequestOperation requestOperation(
      Sender sender, Request.Numbered request, Consumer<Rooms.Receipt> later) {
    return new RequestOperation(node, state, sender, request, later);
  }

  /** Takes a request; false if the room has ended meanwhile. */
  boolean submit(RequestOperation operation) {
    return step(step -> {
      boolean started = begin(operation, step);
      operation.defer();
      return started;
    });
  }

  private boolean begin(Operation operation, Step step) {
    if (ended) {
      return false;
    }
    used = true;
    openJournal();
    if (ended) {
      proposer.fail(operation, step);
    } else if (opened) {
      proposer.start(operation, step);
    } else {
      waiting = ImmutableList.<Operation>builder().addAll(waiting).add(operation).build();
    }
    return true;
  }

  /** The journal may call back before this returns, and say that the room cannot be read. */
  private void openJournal() {
    if (journal != null) {
      return;
    }
    RoomJournal next = node.journal().open(name, this);
    journal = next;
    if (ended) {
      next.close();
    }
  }

  /** Follows the room, though nobody here asks anything of it: seats in it were held here. */
  void follow() {
    step(_ -> {
      if (!ended) {
        used = true;
        openJournal();
      }
      return null;
    });
  }

  /** Nobody is in the room, and nobody is about to be: it ends, or this node has done with it. */
  private void endIfIdle() {
    if (opened
        && !ended
        && state.room().isEmpty()
        && waiting.isEmpty()
        && proposer.isEmpty()
        && !proposer.hasUnanswered()) {
      end();
    }
  }

  private void end() {
    ended = true;
    if (opened) {
      state.close();
    }
    if (journal != null) {
      journal.close();
    }
    rooms.remove(name, this);
  }

  @Override
  public void opened(JournalContents kept) {
    step(step -> {
      if (ended) {
        return null; // this node has not waited for it
      }
      opened = true;
      rooms.opened(name);
      state.open(kept, step);
      List<Operation> started = waiting;
      waiting = List.of();
      started.forEach(operation -> proposer.start(operation, step));
      return null;
    });
  }

  @Override
  public void unavailable() {
    step(step -> {
      List<Operation> started = waiting;
      waiting = List.of();
      started.forEach(operation -> proposer.fail(operation, step));
      proposer.failAll(step);
      if (!ended) {
        detachAll(step);
        end();
      }
      return null;
    });
  }

  /** Participants here come again; the seats of those that do not are given up by this node. */
  private void detachAll(Step step) {
    if (state.isHeldOn(node.name()) || proposer.hasUnanswered()) {
      state.locals().detachAll(step);
      rooms.reopenLater(name, state.opener());
    }
  }

  @Override
  public void apply(Entry entry) {
    step(step -> {
      if (!ended && entry.seq() > state.last()) {
        state.apply(entry, step);
        proposer.entriesApplied(step);
      }
      return null;
    });
  }

  @Override
  public void nodeLost(String lost) {
    step(step -> {
      if (opened && !ended) {
        new SeatCleanup(node, state, proposer).disconnectNode(lost, step);
      }
      return null;
    });
  }

  @Override
  public Snapshot snapshot() {
    return step(_ -> state.snapshot());
  }

  /** Time has passed. */
  void tick() {
    step(step -> {
      if (opened && !ended) {
        state.trim(step.now());
        proposer.tick(step);
        if (!proposer.hasCleanup()) {
          boolean local = new SeatCleanup(node, state, proposer).run(step);
          closeIfUnused(local, step);
        }
      } else if (!ended && isUnusedFor(Proposer.TIMEOUT, step)) {
        unavailable();
      }
      return null;
    });
  }

  /** A room of which no seat is or was last held on this node is kept by others. */
  private void closeIfUnused(boolean local, Step step) {
    if (!local
        && !ended
        && !proposer.hasUnanswered()
        && isUnusedFor(node.policy().detachTimeout(), step)) {
      end();
    }
  }

  private boolean isUnusedFor(Duration time, Step step) {
    if (used) {
      used = false;
      usedAtMillis = step.now().toEpochMilli();
    }
    return step.now().toEpochMilli() - usedAtMillis > time.toMillis();
  }

  /** Returns when every step that has started is over. */
  void awaitSteps() {
    step(_ -> null);
  }

  /** Whether the log keeps something for a peer that is away, and may come back for it. */
  boolean hasResumableSeats() {
    return step(_ -> !ended && (!proposer.isEmpty() || state.hasResumableSeat()));
  }

  /** The proposal of what an operation has decided. */
  Proposal proposal(Operation operation, Decision decision) {
    return new Proposal(
        node.name(),
        node.nextNumber(),
        state.last(),
        Conditions.of(decision, state.room().version(), operation.senderCondition()),
        decision.facts(),
        state.room().isEmptyAfter(decision));
  }

  long last() {
    return state.last();
  }

  RoomJournal journal() {
    return Objects.requireNonNull(journal);
  }

  void more(PeerId peer, Cursor cursor) {
    step(step -> replay(peer, cursor, step));
  }

  private @Nullable Void replay(PeerId peer, Cursor cursor, Step step) {
    Delivery delivery = state.locals().delivery(peer, cursor);
    if (delivery != null && delivery.isBehind()) {
      delivery.replay(state.log(), peer, step);
    }
    return null;
  }

  boolean isBehind(PeerId peer, Cursor cursor) {
    return step(_ -> {
      Delivery delivery = state.locals().delivery(peer, cursor);
      return delivery != null && delivery.isBehind();
    });
  }

  void detach(PeerId peer, Cursor cursor) {
    step(_ -> {
      Delivery delivery = state.locals().delivery(peer, cursor);
      if (delivery != null) {
        delivery.attach(null, state.last());
      }
      return null;
    });
  }

  void disconnect(PeerId peer, SeatHolder participant, @Nullable Cursor cursor) {
    step(step -> {
      Delivery delivery = state.locals().delivery(peer);
      if (delivery != null
          && delivery.isOwnedBy(participant)
          && Objects.equals(delivery.cursor(), cursor)) {
        state.locals().deliver(peer, null);
        Command command = new Command.Disconnect(peer, delivery.epoch());
        proposer.start(new CleanupOperation(node, state, command), step);
      }
      return null;
    });
  }

  boolean hasSeat(PeerId peer) {
    return step(_ -> state.room().seat(peer) != null);
  }

  long received(Sender sender) {
    return step(_ -> {
      Seat seat = state.seat(sender);
      return seat == null ? 0 : seat.received();
    });
  }
}
