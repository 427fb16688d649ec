package dev.parley.signaling.replica;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.Entry;
import dev.parley.signaling.journal.JournalContents;
import dev.parley.signaling.journal.RoomLog;
import dev.parley.signaling.journal.Snapshot;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Fact;
import dev.parley.signaling.room.Room;
import dev.parley.signaling.room.Seat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a replica: the room, its log, the deliveries to participants of this node,
 * and the memory that they take. It changes by applying entries of the journal, in their order.
 *
 * <p>Guarded by the replica's lock.
 */
final class ReplicaState {
  private final Node node;
  private final RoomName name;
  private final RoomAccount account;
  private final Proposer proposer;
  private final RoomLog log;
  private final LocalSeats locals = new LocalSeats();
  private Room room; // replaced once, by the snapshot

  /** An empty room on the account of the address that opens it. */
  ReplicaState(Node node, RoomName name, ClientAccount opener, Proposer proposer) {
    this.node = node;
    this.name = name;
    this.account = new RoomAccount(opener);
    this.proposer = proposer;
    this.log = new RoomLog(node.capacity(), opener.logs(), node.chunks());
    this.room = new Room(node.policy());
  }

  /** Loads the room from the journal. */
  void open(JournalContents contents, Step step) {
    log.open(contents);
    account.open();
    Snapshot snapshot = contents.snapshot();
    if (snapshot != null) {
      room = Room.of(node.policy(), snapshot.room());
      for (Map.Entry<PeerId, Seat> each : room.seats().entrySet()) {
        locals.add(each.getKey(), account.opener().rosters());
        locals.charge(each.getKey(), each.getValue());
      }
      account.charge(room, log);
    }
    for (Entry entry : contents.entries()) {
      if (snapshot == null || entry.seq() > snapshot.seq()) {
        apply(entry, step);
      }
    }
    log.trim(step.now());
  }

  /** Drops entries and kept messages by age, and by the present pressure on the log budget. */
  void trim(Instant now) {
    if (room.historyWeight() > 0) {
      room.trimHistory(now);
      account.charge(room, log);
    }
    log.trim(now);
  }

  /** Releases the memory; the state is not used any more. */
  void close() {
    log.close();
    locals.clear();
    account.close();
  }

  /** Applies the next entry. */
  void apply(Entry entry, Step step) {
    switch (entry.fact()) {
      case Fact.Emitted(Event event, Audience audience, _) -> emitted(entry, event, audience, step);
      case Fact.Attached(PeerId peer, Connection connection) -> {
        applyInternal(entry, peer);
        attached(peer, connection, step);
      }
      case Fact.GoingAway(PeerId peer) -> applyInternal(entry, peer);
      case Fact.Processed(PeerId peer, _, _, _) -> applyInternal(entry, peer);
    }
  }

  /** Internal facts have a number, but no place in the log. */
  private void applyInternal(Entry entry, PeerId peer) {
    room.apply(entry.seq(), entry.at(), entry.fact());
    log.skip(entry.seq());
    locals.charge(peer, room.seat(peer));
  }

  private void emitted(Entry entry, Event event, Audience audience, Step step) {
    Seat leaving = event instanceof Event.PeerLeft(PeerId peer, _) ? room.seat(peer) : null;
    room.apply(entry.seq(), entry.at(), entry.fact());
    switch (event) {
      case Event.PeerJoined(PeerInfo peer) -> {
        locals.add(peer.id(), payerFor(peer.id()));
        locals.charge(peer.id(), room.seat(peer.id()));
      }
      case Event.PeerUpdated(PeerInfo peer) -> locals.charge(peer.id(), room.seat(peer.id()));
      case Event.Message message when message.keep() -> account.charge(room, log);
      case Event.State _, Event.PeerLeft _ -> account.charge(room, log);
      case Event.Message _, Event.Signal _, Event.Reply _ -> {}
    }
    locals.offer(log.append(entry), audience, room.seats(), node.policy().maxLagBytes(), step);
    if (event instanceof Event.PeerJoined(PeerInfo peer)) {
      log.addSeat(peer); // after its own event, which the seat does not receive
    } else if (leaving != null) {
      removeSeat(leaving, step);
    }
  }

  /**
   * The account that pays for a new seat: that of the address which joins through this node or, for
   * a peer of another node, that of the address which opened the room here.
   */
  private Budget.Quota payerFor(PeerId peer) {
    return proposer
        .attachOperations()
        .filter(operation -> operation.peer().equals(peer))
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

  /** A connection holds the seat from now on; if it is one of this node, its participant waits. */
  private void attached(PeerId peer, Connection connection, Step step) {
    AttachOperation operation =
        connection.node().equals(node.name())
            ? proposer
                .attachOperations()
                .filter(each -> each.connection().equals(connection))
                .findFirst()
                .orElse(null)
            : null;
    endCursor(peer, step);
    locals.deliver(peer, null);
    Seat seat = room.seat(peer);
    if (operation != null && seat != null) {
      operation.attached(seat, step);
      proposer.complete(operation, step); // even if the journal's answer is lost
    }
  }

  /** Delivers events after this number to a cursor, in place of the cursor before it. */
  void startDelivery(
      PeerId peer, Delivery delivery, @Nullable Cursor cursor, long after, Step step) {
    endCursor(peer, step);
    delivery.attach(cursor, after);
    locals.deliver(peer, delivery);
    delivery.replay(log, peer, step);
  }

  private void endCursor(PeerId peer, Step step) {
    Delivery delivery = locals.delivery(peer);
    Cursor cursor = delivery == null ? null : delivery.cursor();
    if (cursor != null) {
      cursor.replaced();
      step.flushLater(cursor);
    }
  }

  /** The seat that a request comes from; null if the peer has none or another one. */
  @Nullable Seat seat(Sender sender) {
    Seat seat = room.seat(sender.peer());
    return seat != null && sender.matchesSeat(seat.info().seat()) ? seat : null;
  }

  /** Whether a participant of this node holds this seat. */
  boolean hasDelivery(Seat seat) {
    return locals.delivery(seat.info().id()) != null;
  }

  /** Whether a connection of this node holds a seat, or held it last. */
  boolean hasSeatOfNode() {
    return room.seats().values().stream().anyMatch(seat -> seat.isHeldOn(node.name()));
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

  /** The present state, from which another replica can continue. */
  Snapshot snapshot() {
    Map<PeerId, Snapshot.SeatLog> seats = new HashMap<>();
    room.seats().keySet().forEach(peer -> seats.put(peer, log.seat(peer)));
    return new Snapshot(log.last(), room.state(), seats, log.trimmed());
  }

  /** Whether the log has messages for a peer of this node that is away, and may resume. */
  boolean hasResumableSeat() {
    return room.seats().values().stream().anyMatch(this::isResumable);
  }

  private boolean isResumable(Seat seat) {
    PeerId peer = seat.info().id();
    Delivery delivery = locals.delivery(peer);
    return seat.isHeldOn(node.name())
        && (delivery == null || delivery.cursor() == null)
        && log.hasMessagesFor(peer);
  }
}
