package dev.parley.signaling.replica;

import com.google.common.collect.ImmutableList;
import dev.parley.signaling.guard.Client;
import dev.parley.signaling.journal.Conditions;
import dev.parley.signaling.journal.Entry;
import dev.parley.signaling.journal.Follower;
import dev.parley.signaling.journal.Opened;
import dev.parley.signaling.journal.Proposal;
import dev.parley.signaling.journal.RoomJournal;
import dev.parley.signaling.journal.Snapshot;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.Rooms.Speaker;
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
  private final Proposals proposals = new Proposals(this);

  // All guarded by this.
  private final LiveRoom live;
  private List<Operation> waiting = List.of(); // until the room is open
  private @Nullable RoomJournal journal;
  private @Nullable Step current;
  private long usedAtMillis;
  private boolean used; // since the last tick
  private boolean opened;
  private boolean ended;

  /** A room on the account of the address that opens it. */
  Replica(Node node, RoomName name, Client opener, Rooms rooms) {
    this.node = node;
    this.name = name;
    this.rooms = rooms;
    this.live = new LiveRoom(node, name, opener, proposals);
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
    step.unfinished().forEach(this::goOn);
    return result;
  }

  /** Goes on in steps of their own, between which the others in the room have their turn. */
  private void goOn(Step.Unfinished rest) {
    Step step;
    do {
      step = node.newStep();
      synchronized (this) {
        within(step, now -> pull(rest.peer(), rest.cursor(), now));
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
  boolean enter(
      Joining joining,
      Entrant participant,
      @Nullable Cursor cursor,
      Consumer<@Nullable ProtocolException> result) {
    Connection connection = node.newConnection(joining.overHttp());
    return step(step ->
        begin(new Entrance(node, live, joining, connection, participant, cursor, result), step));
  }

  Submission submission(Speaker speaker, Request.Numbered request, Consumer<Rooms.Receipt> later) {
    return new Submission(node, live, speaker, request, later);
  }

  /** Takes a request; false if the room has ended meanwhile. */
  boolean submit(Submission submission) {
    return step(step -> {
      boolean begun = begin(submission, step);
      submission.defer();
      return begun;
    });
  }

  private boolean begin(Operation operation, Step step) {
    if (ended) {
      return false;
    }
    used = true;
    openJournal();
    if (ended) {
      proposals.giveUp(operation, step);
    } else if (opened) {
      proposals.begin(operation, step);
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
  void watch() {
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
        && live.room().isEmpty()
        && waiting.isEmpty()
        && proposals.isEmpty()
        && !proposals.areUnanswered()) {
      end();
    }
  }

  private void end() {
    ended = true;
    if (opened) {
      live.close();
    }
    if (journal != null) {
      journal.close();
    }
    rooms.ended(name, this);
  }

  @Override
  public void opened(Opened kept) {
    step(step -> {
      if (ended) {
        return null; // this node has not waited for it
      }
      opened = true;
      rooms.opened(name);
      live.open(kept, step);
      List<Operation> begun = waiting;
      waiting = List.of();
      begun.forEach(operation -> proposals.begin(operation, step));
      return null;
    });
  }

  @Override
  public void unavailable() {
    step(step -> {
      List<Operation> begun = waiting;
      waiting = List.of();
      begun.forEach(operation -> proposals.giveUp(operation, step));
      proposals.giveUpAll(step);
      if (!ended) {
        abandon(step);
        end();
      }
      return null;
    });
  }

  /** Participants here come again; the seats of those that do not are given up by this node. */
  private void abandon(Step step) {
    if (live.isHeldOn(node.name()) || proposals.areUnanswered()) {
      live.locals().abandon(step);
      rooms.abandoned(name, live.opener());
    }
  }

  @Override
  public void apply(Entry entry) {
    step(step -> {
      if (!ended && entry.seq() > live.last()) {
        live.apply(entry, step);
        proposals.applied(step);
      }
      return null;
    });
  }

  @Override
  public void nodeLost(String lost) {
    step(step -> {
      if (opened && !ended) {
        new Caretaker(node, live, proposals).loseAll(lost, step);
      }
      return null;
    });
  }

  @Override
  public Snapshot snapshot() {
    return step(_ -> live.snapshot());
  }

  /** Time has passed. */
  void tick() {
    step(step -> {
      if (opened && !ended) {
        live.trim(step.now());
        proposals.tick(step);
        if (!proposals.areUpkeep()) {
          boolean concerned = new Caretaker(node, live, proposals).keepUp(step);
          leaveToOthers(concerned, step);
        }
      } else if (!ended && isUnusedFor(Proposals.GIVE_UP, step)) {
        unavailable();
      }
      return null;
    });
  }

  /** A room of which no seat is or was last held on this node is kept by others. */
  private void leaveToOthers(boolean concerned, Step step) {
    if (!concerned
        && !ended
        && !proposals.areUnanswered()
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

  /** Returns when every step that has begun is over. */
  void await() {
    step(_ -> null);
  }

  /** Whether the log keeps something for a peer that is away, and may come back for it. */
  boolean awaitsReturn() {
    return step(_ -> !ended && (!proposals.isEmpty() || live.awaitsReturn()));
  }

  /** The proposal of what an operation has decided. */
  Proposal proposal(Operation operation, Decision decision) {
    return new Proposal(
        node.name(),
        node.nextNumber(),
        live.last(),
        Conditions.of(decision, live.room().version(), operation.sender()),
        decision.facts(),
        live.room().isEmptyAfter(decision));
  }

  long last() {
    return live.last();
  }

  RoomJournal journal() {
    return Objects.requireNonNull(journal);
  }

  void more(PeerId peer, Cursor cursor) {
    step(step -> pull(peer, cursor, step));
  }

  private @Nullable Void pull(PeerId peer, Cursor cursor, Step step) {
    Delivery delivery = live.locals().delivery(peer, cursor);
    if (delivery != null && delivery.isBehind()) {
      delivery.pull(live.log(), peer, step);
    }
    return null;
  }

  boolean isBehind(PeerId peer, Cursor cursor) {
    return step(_ -> {
      Delivery delivery = live.locals().delivery(peer, cursor);
      return delivery != null && delivery.isBehind();
    });
  }

  void detach(PeerId peer, Cursor cursor) {
    step(_ -> {
      Delivery delivery = live.locals().delivery(peer, cursor);
      if (delivery != null) {
        delivery.goOn(null, live.last());
      }
      return null;
    });
  }

  void lose(PeerId peer, Entrant participant, @Nullable Cursor cursor) {
    step(step -> {
      Delivery delivery = live.locals().delivery(peer);
      if (delivery != null
          && delivery.isOwnedBy(participant)
          && Objects.equals(delivery.cursor(), cursor)) {
        live.locals().deliver(peer, null);
        Command command = new Command.Lose(peer, delivery.epoch());
        proposals.begin(new Upkeep(node, live, command), step);
      }
      return null;
    });
  }

  boolean holds(PeerId peer) {
    return step(_ -> live.room().seat(peer) != null);
  }

  long received(Speaker speaker) {
    return step(_ -> {
      Seat seat = live.seat(speaker);
      return seat == null ? 0 : seat.received();
    });
  }
}
