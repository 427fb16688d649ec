package dev.parley.signaling.replica;

import com.google.common.collect.ImmutableSet;
import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.Entry;
import dev.parley.signaling.journal.JournalContents;
import dev.parley.signaling.journal.RoomLog;
import dev.parley.signaling.journal.Snapshot;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Fact;
import dev.parley.signaling.room.Room;
import dev.parley.signaling.room.Seat;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a room on this node: the room itself, its log and the cursors on it, and the
 * memory that they take. It changes by entries alone. Guarded by the replica's lock.
 */
final class ReplicaState {
  private final Node node;
  private final RoomName name;
  private final RoomAccount account;
  private final Proposer proposer;
  private final RoomLog log;
  private final LocalSeats locals = new LocalSeats();
  private Set<Command.Disconnect> pendingDisconnects = Set.of(); // most of the time there is none
  private Room room;

  /** An empty room on the account of the address that opens it. */
  ReplicaState(Node node, RoomName name, ClientAccount opener, Proposer proposer) {
    this.node = node;
    this.name = name;
    this.account = new RoomAccount(opener);
    this.proposer = proposer;
    this.log = new RoomLog(node.capacity(), opener.logs(), node.chunks());
    this.room = new Room(node.policy());
  }

  /** Begins with what the journal has of the room. */
  void open(JournalContents kept, Step step) {
    log.open(kept);
    account.open();
    Snapshot snapshot = kept.snapshot();
    if (snapshot != null) {
      room = Room.of(node.policy(), snapshot.room());
      for (Map.Entry<PeerId, Seat> each : room.seats().entrySet()) {
        locals.add(each.getKey(), account.opener().rosters());
        locals.charge(each.getKey(), each.getValue());
      }
      account.charge(room, log);
    }
    for (Entry entry : kept.entries()) {
      if (snapshot == null || entry.seq() > snapshot.seq()) {
        apply(entry, step);
      }
    }
    log.trim(step.now());
  }

  /** Lets go of what is kept no longer, and of what has become too much for all rooms since. */
  void trim(Instant now) {
    if (room.historyWeight() > 0) {
      room.trimHistory(now);
      account.charge(room, log);
    }
    log.trim(now);
  }

  /** Gives back what it takes; it is used no more. */
  void close() {
    log.close();
    locals.clear();
    account.close();
  }

  /** Applies the next entry. */
  void apply(Entry entry, Step step) {
    switch (entry.fact()) {
      case Fact.Emitted(Event event, Audience audience, _) ->
          happened(entry, event, audience, step);
      case Fact.Attached(PeerId peer, Connection connection) -> {
        room.apply(entry.seq(), entry.at(), entry.fact());
        log.skip(entry.seq());
        locals.charge(peer, room.seat(peer));
        attached(peer, connection, step);
      }
      case Fact.Processed(PeerId peer, _, _, _) -> {
        room.apply(entry.seq(), entry.at(), entry.fact());
        log.skip(entry.seq());
        locals.charge(peer, room.seat(peer));
      }
    }
  }

  private void happened(Entry entry, Event event, Audience audience, Step step) {
    Seat leaving = event instanceof Event.PeerLeft(PeerId peer, _) ? room.seat(peer) : null;
    room.apply(entry.seq(), entry.at(), entry.fact());
    switch (event) {
      case Event.PeerJoined(PeerInfo peer) -> {
        locals.add(peer.id(), accountOf(peer.id()));
        locals.charge(peer.id(), room.seat(peer.id()));
      }
      case Event.PeerUpdated(PeerInfo peer) -> locals.charge(peer.id(), room.seat(peer.id()));
      case Event.Message message when message.keep() -> account.charge(room, log);
      case Event.State _, Event.PeerLeft _ -> account.charge(room, log);
      case Event.Message _, Event.Signal _, Event.Reply _ -> {}
    }
    locals.offer(log.append(entry), audience, room.seats(), node.policy().maxLagBytes(), step);
    if (event instanceof Event.PeerJoined(PeerInfo peer)) {
      log.addSeat(peer);
    } else if (leaving != null) {
      removeSeat(leaving, step);
    }
  }

  /** The account of the address from which a peer is about to come in here, or else the room's. */
  private Budget.Quota accountOf(PeerId peer) {
    return proposer
        .attachOperations()
        .filter(attach -> attach.peer().equals(peer))
        .map(AttachOperation::client)
        .findFirst()
        .orElse(account.opener())
        .rosters();
  }

  private void removeSeat(Seat leaving, Step step) {
    PeerId peer = leaving.info().id();
    Delivery delivery = locals.remove(peer);
    Cursor cursor = delivery == null ? null : delivery.cursor();
    if (cursor != null) {
      cursor.seatRemoved(leaving.received());
      step.flushLater(cursor);
    }
    log.removeSeat(peer);
  }

  private void attached(PeerId peer, Connection connection, Step step) {
    AttachOperation attach =
        connection.node().equals(node.name())
            ? proposer
                .attachOperations()
                .filter(each -> each.connection().equals(connection))
                .findFirst()
                .orElse(null)
            : null;
    replaceDelivery(peer, null, null, 0, step);
    Seat seat = room.seat(peer);
    if (attach != null && seat != null) {
      completeAttach(attach, seat, step);
      proposer.complete(attach, step); // whatever becomes of the journal's answer
    }
  }

  /** The participant has its seat: what it is told of the room comes before what it has missed. */
  private void completeAttach(AttachOperation attach, Seat seat, Step step) {
    PeerId peer = attach.peer();
    long after = log.last();
    if (attach.request() instanceof AttachRequest.Join join) {
      boolean resumed = attach.resumes();
      after = resumed ? Objects.requireNonNull(join.after()) : after;
      attach.participant().joined(joinResult(join, seat, resumed, after, step));
    } else {
      after = Objects.requireNonNull(startSeq(attach.request()));
    }
    Delivery delivery = new Delivery(attach.participant(), seat.epoch());
    replaceDelivery(peer, delivery, attach.cursor(), after, step);
    delivery.replay(log, peer, step);
  }

  private SeatHolder.JoinResult joinResult(
      AttachRequest.Join join, Seat seat, boolean resumed, long after, Step step) {
    PeerId peer = join.peer();
    boolean hasState = join.features().has(Features.STATE);
    return new SeatHolder.JoinResult(
        seat.info(),
        after,
        seat.received(),
        resumed ? null : room.roster(peer),
        resumed ? seat.refusals() : List.of(),
        resumed || join.history() == 0 ? null : room.history(peer, join.history(), step.now()),
        resumed || !hasState ? null : room.stateValues());
  }

  /** The cursor goes on where its participant has been, and the one before it ends. */
  private void replaceDelivery(
      PeerId peer, @Nullable Delivery next, @Nullable Cursor cursor, long after, Step step) {
    Delivery older = locals.delivery(peer);
    Cursor replaced = older == null ? null : older.cursor();
    if (replaced != null) {
      replaced.replaced();
      step.flushLater(replaced);
    }
    if (next != null) {
      next.attach(cursor, after);
    }
    locals.deliver(peer, next);
  }

  /** The event after which this listener goes on, null if there is no such seat. */
  @Nullable Long startSeq(AttachRequest join) {
    return join.after() == null ? log.since(join.peer()) : join.after();
  }

  /** The participant holds the seat already: its next cursor takes the place of the last. */
  void switchCursor(AttachOperation attach, Step step) {
    PeerId peer = attach.peer();
    Delivery delivery = Objects.requireNonNull(locals.delivery(peer));
    replaceDelivery(
        peer, delivery, attach.cursor(), Objects.requireNonNull(startSeq(attach.request())), step);
    delivery.replay(log, peer, step);
  }

  boolean isHeldBy(PeerId peer, SeatHolder participant) {
    Delivery delivery = locals.delivery(peer);
    return delivery != null && delivery.isOwnedBy(participant);
  }

  /** The seat that speaks, if it is there. */
  @Nullable Seat seat(Sender sender) {
    Seat seat = room.seat(sender.peer());
    return seat != null && sender.matchesSeat(seat.info().seat()) ? seat : null;
  }

  /** This node has yet to say that a connection is lost: with the next tick, it does. */
  void addPendingDisconnect(Command.Disconnect command) {
    pendingDisconnects =
        ImmutableSet.<Command.Disconnect>builder().addAll(pendingDisconnects).add(command).build();
  }

  Set<Command.Disconnect> takePendingDisconnects() {
    Set<Command.Disconnect> taken = pendingDisconnects;
    pendingDisconnects = Set.of();
    return taken;
  }

  /** Whether a participant on this node holds this seat. */
  boolean hasDelivery(Seat seat) {
    return locals.delivery(seat.info().id()) != null;
  }

  /** Whether a seat is held on this node, or was held there last. */
  boolean isHeldOn(String which) {
    return room.seats().values().stream().anyMatch(seat -> seat.isHeldOn(which));
  }

  RoomName name() {
    return name;
  }

  ClientAccount opener() {
    return account.opener();
  }

  Room room() {
    return room;
  }

  RoomLog log() {
    return log;
  }

  LocalSeats locals() {
    return locals;
  }

  /** The number of the newest entry that was applied. */
  long last() {
    return log.last();
  }

  /** The present state, for a replica that takes over. */
  Snapshot snapshot() {
    Map<PeerId, Snapshot.SeatLog> seats = new HashMap<>();
    room.seats().keySet().forEach(peer -> seats.put(peer, log.seat(peer)));
    return new Snapshot(log.last(), room.state(), seats, log.trimmed());
  }

  /** Whether the log keeps something for a peer of this node's that is away, and may come back. */
  boolean hasResumableSeat() {
    return room.seats().values().stream().anyMatch(this::isResumable);
  }

  private boolean isResumable(Seat seat) {
    PeerId peer = seat.info().id();
    Connection connection = seat.connection();
    Delivery delivery = locals.delivery(peer);
    return connection != null
        && connection.node().equals(node.name())
        && (delivery == null || delivery.cursor() == null)
        && log.hasMessagesFor(peer);
  }
}
