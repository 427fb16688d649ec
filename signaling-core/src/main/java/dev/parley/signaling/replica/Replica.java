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
 * This node's replica of one room: its lock, and its life from the opening of the journal to the
 * end of the room.
 *
 * <p>Its monitor is the room's lock, and every call from outside is one {@link Step} under that
 * lock. No link, listener or callback is called with the lock held; the journal is, and may call
 * back before it returns.
 */
final class Replica implements Follower {
  private final Node node;
  private final RoomName name;
  private final Rooms rooms;
  private final Proposer proposer = new Proposer(this);

  // All guarded by this.
  private final ReplicaState state;
  private final SeatCleanup cleanup;
  private List<Operation> waiting = List.of(); // for the journal to deliver the room's contents
  private @Nullable RoomJournal journal; // opened by the first operation
  private @Nullable Step current; // the step of the thread that holds the lock
  private long usedAtMillis;
  private boolean used; // since the last tick
  private boolean opened;
  private boolean ended; // no longer in the map of rooms; callers look the room up again

  /** A replica on the account of the address that opens the room. */
  Replica(Node node, RoomName name, ClientAccount opener, Rooms rooms) {
    this.node = node;
    this.name = name;
    this.rooms = rooms;
    this.state = new ReplicaState(node, name, opener, proposer);
    this.cleanup = new SeatCleanup(node, state, proposer);
    this.usedAtMillis = node.journal().clock().millis();
  }

  /**
   * Runs a step. Within a step of this room, it becomes a part of that step: so the journal may
   * call back before its own call returns.
   */
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

  /** Continues a long replay in steps of its own, between which other peers have their turn. */
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
      endIfEmpty();
      return result;
    } finally {
      current = null;
    }
  }

  // Calls of participants

  /** Attaches a participant. Returns false if this replica has ended. */
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

  /** Processes a request. Returns false if this replica has ended. */
  boolean submit(RequestOperation operation) {
    return step(step -> {
      boolean begun = begin(operation, step);
      operation.defer();
      return begun;
    });
  }

  private boolean begin(Operation operation, Step step) {
    if (ended) {
      return false;
    }
    used = true;
    openJournal();
    if (ended) { // the journal has called unavailable() at once
      proposer.fail(operation, step);
    } else if (opened) {
      proposer.start(operation, step);
    } else {
      waiting = ImmutableList.<Operation>builder().addAll(waiting).add(operation).build();
    }
    return true;
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

  /**
   * A connection that was replaced has another cursor than the present one, and changes nothing.
   */
  void disconnect(PeerId peer, SeatHolder participant, @Nullable Cursor cursor) {
    step(step -> {
      Delivery delivery = state.locals().delivery(peer);
      if (delivery != null
          && delivery.isOwnedBy(participant)
          && Objects.equals(delivery.cursor(), cursor)) {
        state.locals().deliver(peer, null);
        cleanup.disconnect(peer, delivery.epoch(), participant.isGoingAway(), step);
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

  // Calls of the journal

  @Override
  public void opened(JournalContents contents) {
    step(step -> {
      if (ended) {
        return null; // this node has given up waiting
      }
      opened = true;
      rooms.opened(name);
      state.open(contents, step);
      List<Operation> begun = waiting;
      waiting = List.of();
      begun.forEach(operation -> proposer.start(operation, step));
      return null;
    });
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
        cleanup.disconnectNode(lost, step);
      }
      return null;
    });
  }

  @Override
  public Snapshot snapshot() {
    return step(_ -> state.snapshot());
  }

  @Override
  public void unavailable() {
    step(step -> {
      List<Operation> begun = waiting;
      waiting = List.of();
      begun.forEach(operation -> proposer.fail(operation, step));
      proposer.failAll(step);
      if (!ended) {
        detachAll(step);
        end();
      }
      return null;
    });
  }

  /**
   * Participants here have to join again. If seats may be held by connections of this node, the
   * room is opened again by the next tick: no other node would give those seats up.
   */
  private void detachAll(Step step) {
    if (state.hasSeatOfNode() || proposer.hasUnanswered()) {
      state.locals().detachAll(step);
      rooms.reopenLater(name, state.opener());
    }
  }

  // Access to the journal for operations

  Proposal proposal(Operation operation, Decision decision) {
    return new Proposal(
        node.name(),
        node.nextNumber(),
        state.last(),
        Conditions.of(decision, state.room().version(), operation.senderCondition()),
        decision.facts(),
        state.room().isEmptyAfter(decision));
  }

  RoomJournal journal() {
    return Objects.requireNonNull(journal);
  }

  /** The number of the newest entry that was applied. */
  long last() {
    return state.last();
  }

  // Beginning, time and end

  private void openJournal() {
    if (journal != null) {
      return;
    }
    RoomJournal next = node.journal().open(name, this); // may call back before it returns
    journal = next;
    if (ended) {
      next.close(); // which end() could not do
    }
  }

  /** Opens the room without an operation, since connections of this node may hold seats in it. */
  void follow() {
    step(_ -> {
      if (!ended) {
        used = true;
        openJournal();
      }
      return null;
    });
  }

  void tick() {
    step(step -> {
      if (opened && !ended) {
        state.trim(step.now());
        proposer.tick(step);
        if (!proposer.hasCleanup()) {
          boolean local = cleanup.tick(step);
          endIfUnused(local, step);
        }
      } else if (!ended && isUnusedFor(Proposer.TIMEOUT, step)) {
        unavailable();
      }
      return null;
    });
  }

  /** Ends the room on this node when it is empty, and no operation is pending. */
  private void endIfEmpty() {
    if (opened
        && !ended
        && state.room().isEmpty()
        && waiting.isEmpty()
        && proposer.isEmpty()
        && !proposer.hasUnanswered()) {
      end();
    }
  }

  /** Stops following a room whose seats all belong to other nodes. */
  private void endIfUnused(boolean local, Step step) {
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

  /**
   * Leaves the map of rooms within the last step. A thread that has found this replica before sees
   * {@code ended} when it gets the lock, and looks the room up again.
   */
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

  /** Returns when every step that began before this call has ended. */
  void awaitSteps() {
    step(_ -> null);
  }

  /**
   * Whether the log has messages for a peer that is away and may resume, or something is pending.
   */
  boolean hasResumableSeats() {
    return step(_ -> !ended && (!proposer.isEmpty() || state.hasResumableSeat()));
  }
}
