package dev.parley.signaling.room;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.guard.Client;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.room.Rooms.Joining;
import dev.parley.signaling.room.Rooms.Receipt;
import dev.parley.signaling.room.Rooms.Speaker;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A room with its log and the cursors on it. Guarded by the room's step. */
final class OpenRoom {
  static final Refusal NO_SEAT =
      new Refusal(ErrorCode.PEER_GONE, "You have no seat in this room any more: join again.");

  private static final Refusal NO_PLACE =
      new Refusal(
          ErrorCode.BAD_MESSAGE,
          "The budget for rosters is used up: shorten \"name\" or \"data\".");

  /** Bytes of memory that a room takes beside its seats, about. */
  private static final int OVERHEAD = 600;

  private final RoomLog log;
  private final Map<PeerId, Occupancy> occupancies = new HashMap<>();
  private final Client founder;
  private Room room;

  /** A room on the account of the address that founds it. */
  OpenRoom(RoomPolicy policy, RoomLog log, Client founder) {
    this.room = Room.empty(policy);
    this.log = log;
    this.founder = founder;
  }

  /** A first peer has got in, so the room stays. */
  void begin() {
    log.enter();
    founder.rosters().take(OVERHEAD);
  }

  /** Ends the room, and returns the number of its last event. */
  long end() {
    log.dropAll();
    founder.rosters().giveBack(OVERHEAD);
    return log.last();
  }

  boolean isEmpty() {
    return room.isEmpty();
  }

  /** Whether a join is a resume: the log has everything that the peer has missed. */
  boolean resumes(Joining joining) {
    Long after = joining.after();
    return after != null && log.continues(joining.peer(), after);
  }

  void join(Joining joining, Cursor cursor, Step step) {
    PeerId id = joining.peer();
    Long after = joining.after();
    boolean resumes = resumes(joining);
    Decision decision = room.decide(resumes ? new Command.Resume(id) : seat(joining));
    if (decision.refusal() != null) {
      throw new ProtocolException(decision.refusal().code(), decision.refusal().sentence());
    }
    if (!resumes) {
      checkBudgets(joining.client(), decision, step);
      seat(id, joining.client().rosters());
      record(decision, Request.NO_ID, step);
    }
    long seq = after != null && resumes ? after : log.last();
    Occupancy occupancy = occupancy(id);
    occupancy.joined(step.now(), room.policy().ticketLifetime());
    cursor.seated(
        new Cursor.Seating(
            Objects.requireNonNull(room.peer(id)),
            seq,
            log.received(id),
            resumes ? null : room.roster(id),
            resumes ? occupancy.refusals() : List.of()));
    put(occupancy, new Attachment(cursor, seq), step);
    pull(id, occupancy, step);
    if (resumes) { // only now, since it may trim what the peer has missed
      record(decision, Request.NO_ID, step);
    }
  }

  private void checkBudgets(Client client, Decision decision, Step step) {
    if (client.unsent().isOverQuarter() || client.unsent().isExceeded()) { // a roster may be long
      throw ProtocolException.unavailable(
          "The server has too much to send to your address: try again later.");
    }
    if (client.rosters().isExceeded() && growsRoster(decision, step)) {
      throw ProtocolException.unavailable(
          "The server has no place for another seat: try again later.");
    }
  }

  private static Command seat(Joining joining) {
    return new Command.Join(joining.peer(), joining.name(), joining.role(), joining.data());
  }

  /**
   * A new seat, on the account of the address that it is taken from; an older one is given back.
   */
  private void seat(PeerId peer, Budget.Quota rosters) {
    Occupancy next = new Occupancy(rosters);
    Occupancy older = occupancies.put(peer, next);
    if (older != null) {
      older.release();
      next.attach(older.attachment());
    }
  }

  private Occupancy occupancy(PeerId peer) {
    return Objects.requireNonNull(occupancies.get(peer));
  }

  boolean attach(PeerId peer, @Nullable Long after, Cursor cursor, Step step) {
    Long from = after == null ? log.since(peer) : after;
    if (from == null || !log.continues(peer, from)) {
      return false;
    }
    Occupancy occupancy = occupancy(peer);
    put(occupancy, new Attachment(cursor, from), step);
    occupancy.listen();
    pull(peer, occupancy, step);
    record(room.decide(new Command.Resume(peer)), Request.NO_ID, step);
    return true;
  }

  private static void put(Occupancy occupancy, Attachment attachment, Step step) {
    step.moved(attachment.cursor());
    Attachment older = occupancy.attach(attachment);
    if (older != null) {
      older.cursor().replaced();
      step.moved(older.cursor());
    }
  }

  /** A cursor that is behind takes more. */
  boolean more(PeerId peer, Cursor cursor, Step step) {
    Occupancy occupancy = occupancies.get(peer);
    boolean behind = isBehind(peer, cursor);
    if (behind && occupancy != null) {
      step.moved(cursor);
      pull(peer, occupancy, step);
    }
    return behind;
  }

  boolean isBehind(PeerId peer, Cursor cursor) {
    Occupancy occupancy = occupancies.get(peer);
    Attachment attachment = occupancy == null ? null : occupancy.attachmentOf(cursor);
    return attachment != null && !attachment.isLive();
  }

  /** Offers what the log has for a cursor that is behind, as much as it takes. */
  private void pull(PeerId peer, Occupancy occupancy, Step step) {
    Attachment attachment = Objects.requireNonNull(occupancy.attachment());
    Cursor cursor = attachment.cursor();
    if (!log.continues(peer, attachment.through())) {
      cursor.lagged();
      return;
    }
    RoomLog.Replayed replayed = log.replay(attachment.through(), peer, cursor::offer);
    cursor.replayed(replayed.cost());
    attachment.advance(replayed.through(), replayed.delivered(), replayed.through() == log.last());
    if (!replayed.finished()) {
      step.unfinished();
    }
  }

  boolean rest(PeerId peer, Cursor cursor, Step step) {
    return detach(peer, cursor, true, step);
  }

  private boolean detach(PeerId peer, Cursor cursor, boolean resting, Step step) {
    Occupancy occupancy = occupancies.get(peer);
    if (occupancy == null || occupancy.attachmentOf(cursor) == null) {
      return false;
    }
    occupancy.detach(step.now(), resting, room.policy().ticketLifetime());
    return true;
  }

  Receipt submit(Speaker speaker, Request.Numbered request, Step step) {
    PeerId from = speaker.peer();
    if (!isSeated(speaker)) {
      return new Receipt(0, NO_SEAT);
    }
    Occupancy occupancy = occupancy(from);
    occupancy.heard(step.now());
    long received = log.received(from);
    long id = request.id();
    if (id != Request.NO_ID && id <= received) {
      return new Receipt(received, occupancy.refusalOf(id), true);
    }
    if (id > received + 1) {
      return new Receipt(received, skipped(id, received));
    }
    Decision decision = decide(new Command.Say(from, request, askId(from, request)), step);
    if (id != Request.NO_ID) {
      received = id;
      log.receive(from, id);
    }
    record(decision, id, step);
    Refusal refusal = decision.refusal();
    if (refusal != null && id != Request.NO_ID) {
      occupancy.refused(id, refusal);
    }
    return new Receipt(received, refusal);
  }

  private Decision decide(Command.Say say, Step step) {
    Decision decision = room.decide(say);
    return occupancy(say.from()).isOverQuota() && growsRoster(decision, step)
        ? Decision.refused(NO_PLACE)
        : decision;
  }

  private boolean growsRoster(Decision decision, Step step) {
    return decision.events().stream()
        .map(outcome -> room.apply(outcome.event(), step.now()))
        .anyMatch(next -> next.weight() > room.weight());
  }

  /** Whether tickets of this peer's seat are good now. */
  boolean isTicketed(PeerId peer, Step step) {
    Occupancy occupancy = occupancies.get(peer);
    return occupancy != null && occupancy.isTicketed(step.now());
  }

  long received(Speaker speaker) {
    return isSeated(speaker) ? log.received(speaker.peer()) : 0;
  }

  boolean isSeated(Speaker speaker) {
    PeerInfo seated = room.peer(speaker.peer());
    return seated != null && speaker.sitsOn(seated.seat());
  }

  private static Refusal skipped(long id, long received) {
    return new Refusal(
        ErrorCode.BAD_MESSAGE,
        "The id "
            + id
            + " skips: the last request taken was "
            + received
            + ", the next is "
            + (received + 1)
            + ".");
  }

  private @Nullable Long askId(PeerId from, Request request) {
    return request instanceof Request.Reply(_, PeerId asker, long re, _)
        ? log.askId(re, asker, from)
        : null;
  }

  boolean lose(PeerId peer, Cursor cursor, Step step) {
    boolean attached = detach(peer, cursor, false, step);
    if (attached) {
      record(room.decide(new Command.Lose(peer)), Request.NO_ID, step);
    }
    return attached;
  }

  boolean tick(Step step) {
    log.trim(step.now());
    loseAbsent(step);
    Decision decision = room.decide(new Command.Expire(step.now()));
    record(decision, Request.NO_ID, step);
    return !decision.events().isEmpty();
  }

  /** A peer that has been about to attach a cursor for too long has gone away. */
  private void loseAbsent(Step step) {
    Instant latest = step.now().minus(room.policy().restWindow());
    List<PeerId> absent =
        occupancies.entrySet().stream()
            .filter(entry -> entry.getValue().isAbsentSince(latest))
            .map(Map.Entry::getKey)
            .toList();
    for (PeerId peer : absent) {
      occupancy(peer).detach(step.now(), false, room.policy().ticketLifetime());
      record(room.decide(new Command.Lose(peer)), Request.NO_ID, step);
    }
  }

  /** Whether the log keeps something for a peer that is away, and may come back for it. */
  boolean awaitsReturn() {
    return occupancies.entrySet().stream()
        .anyMatch(entry -> entry.getValue().attachment() == null && log.keepsFor(entry.getKey()));
  }

  private void record(Decision decision, long requestId, Step step) {
    for (Decision.Outcome outcome : decision.events()) {
      Event event = outcome.event();
      apply(event, step);
      Audience audience = outcome.audience();
      offer(log.append(step.now(), event, audience, requestId), audience, step);
      if (event instanceof Event.PeerJoined(PeerInfo peer)) {
        log.begin(peer.id());
      } else if (event instanceof Event.PeerLeft(PeerId gone, _)) {
        dismiss(gone, step);
      }
    }
  }

  private void apply(Event event, Step step) {
    if (event.isAboutRoster()) {
      room = room.apply(event, step.now());
      if (event instanceof Event.PeerJoined(PeerInfo peer)) {
        occupancy(peer.id()).weigh(Room.weight(peer));
      } else if (event instanceof Event.PeerUpdated(PeerInfo peer)) {
        occupancy(peer.id()).weigh(Room.weight(peer));
      }
    }
  }

  private void dismiss(PeerId peer, Step step) {
    Occupancy occupancy = Objects.requireNonNull(occupancies.remove(peer));
    occupancy.release();
    Attachment attachment = occupancy.attachment();
    if (attachment != null) {
      attachment.cursor().dismissed(log.received(peer));
      step.moved(attachment.cursor());
    }
    log.end(peer);
  }

  private void offer(RoomLog.Entry entry, Audience audience, Step step) {
    switch (audience) {
      case Audience.Only(Set<PeerId> peers) ->
          peers.forEach(peer -> offer(entry, occupancies.get(peer), step));
      case Audience.AllBut(Set<PeerId> peers) ->
          occupancies.forEach((peer, occupancy) -> {
            if (!peers.contains(peer)) {
              offer(entry, occupancy, step);
            }
          });
    }
  }

  private void offer(RoomLog.Entry entry, @Nullable Occupancy occupancy, Step step) {
    Attachment attachment = occupancy == null ? null : occupancy.attachment();
    if (attachment != null) {
      attachment.offer(entry, room.policy().mostBehind());
      step.moved(attachment.cursor());
    }
  }
}
