package dev.parley.signaling.room;

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
      new Refusal(ErrorCode.BAD_MESSAGE, "The server has no place for so much: say less.");

  private final RoomLog log;
  private final Map<PeerId, Cursor> cursors = new HashMap<>();

  /** Who has no cursor now, but is about to attach one; with when they were last heard of. */
  private final Map<PeerId, Instant> resting = new HashMap<>();

  private Room room;

  OpenRoom(RoomPolicy policy, RoomLog log) {
    this.room = Room.empty(policy);
    this.log = log;
  }

  /** Somebody has got in, so the room stays. */
  void begin() {
    log.enter();
  }

  /** Ends the room, and returns the number of its last event. */
  long end() {
    log.dropAll();
    return log.last();
  }

  boolean isEmpty() {
    return room.isEmpty();
  }

  void join(Joining joining, Cursor cursor, Step step) {
    PeerId id = joining.peer();
    Long after = joining.after();
    boolean resumes = after != null && log.continues(id, after);
    Decision decision = room.decide(resumes ? new Command.Resume(id) : seat(joining));
    if (decision.refusal() != null) {
      throw new ProtocolException(decision.refusal().code(), decision.refusal().sentence());
    }
    if (isTooMuch(decision, step)) {
      throw new ProtocolException(
          ErrorCode.UNAVAILABLE, "The server has no place for another seat: try again later.");
    }
    record(decision, Request.NO_ID, step);
    put(id, cursor, step);
    long seq = after != null && resumes ? after : log.last();
    cursor.seated(
        new Cursor.Seating(
            Objects.requireNonNull(room.peer(id)),
            seq,
            log.received(id),
            resumes ? null : room.roster(id)));
    log.replay(seq, id, cursor::catchUp);
  }

  private static Command seat(Joining joining) {
    return new Command.Join(joining.peer(), joining.name(), joining.role(), joining.data());
  }

  boolean attach(PeerId peer, @Nullable Long after, Cursor cursor, Step step) {
    Long from = after == null ? log.since(peer) : after;
    if (from == null || !log.continues(peer, from)) {
      return false;
    }
    record(room.decide(new Command.Resume(peer)), Request.NO_ID, step);
    put(peer, cursor, step);
    log.replay(from, peer, cursor::catchUp);
    return true;
  }

  private void put(PeerId peer, Cursor cursor, Step step) {
    resting.remove(peer);
    step.moved(cursor);
    Cursor older = cursors.put(peer, cursor);
    if (older != null) {
      older.replaced();
      step.moved(older);
    }
  }

  boolean rest(PeerId peer, Cursor cursor, Step step) {
    boolean attached = cursors.remove(peer, cursor);
    if (attached) {
      resting.put(peer, step.now());
    }
    return attached;
  }

  Receipt submit(Speaker speaker, Request.Numbered request, Step step) {
    PeerId from = speaker.peer();
    if (!isSeated(speaker)) {
      return new Receipt(0, NO_SEAT);
    }
    resting.replace(from, step.now());
    long received = log.received(from);
    long id = request.id();
    if (id != Request.NO_ID && id <= received) {
      return new Receipt(received, null);
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
    return new Receipt(received, decision.refusal());
  }

  private Decision decide(Command.Say say, Step step) {
    Decision decision = room.decide(say);
    return isTooMuch(decision, step) ? Decision.refused(NO_PLACE) : decision;
  }

  /** Whether it lengthens the roster, while those of all rooms together are too long already. */
  private boolean isTooMuch(Decision decision, Step step) {
    return room.policy().rosters().isExceeded()
        && decision.events().stream()
            .map(outcome -> room.apply(outcome.event(), step.now()))
            .anyMatch(next -> next.weight() > room.weight());
  }

  boolean holds(PeerId peer) {
    return room.peer(peer) != null;
  }

  long received(Speaker speaker) {
    return isSeated(speaker) ? log.received(speaker.peer()) : 0;
  }

  private boolean isSeated(Speaker speaker) {
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
    boolean attached = cursors.remove(peer, cursor);
    if (attached) {
      record(room.decide(new Command.Lose(peer)), Request.NO_ID, step);
    }
    return attached;
  }

  boolean tick(Step step) {
    log.dropExpired(step.now());
    loseAbsent(step);
    Decision decision = room.decide(new Command.Expire(step.now()));
    record(decision, Request.NO_ID, step);
    return !decision.events().isEmpty();
  }

  /** Who has rested for too long has gone away. */
  private void loseAbsent(Step step) {
    Instant latest = step.now().minus(room.policy().restWindow());
    List<PeerId> absent =
        resting.entrySet().stream()
            .filter(rest -> rest.getValue().isBefore(latest))
            .map(Map.Entry::getKey)
            .toList();
    for (PeerId peer : absent) {
      resting.remove(peer);
      record(room.decide(new Command.Lose(peer)), Request.NO_ID, step);
    }
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
      Room next = room.apply(event, step.now());
      room.policy().rosters().take(next.weight() - room.weight());
      room = next;
    }
  }

  private void dismiss(PeerId peer, Step step) {
    resting.remove(peer);
    Cursor cursor = cursors.remove(peer);
    if (cursor != null) {
      cursor.dismissed(log.received(peer));
      step.moved(cursor);
    }
    log.end(peer);
  }

  private void offer(RoomLog.Entry entry, Audience audience, Step step) {
    switch (audience) {
      case Audience.Only(Set<PeerId> peers) ->
          peers.forEach(peer -> offer(entry, cursors.get(peer), step));
      case Audience.AllBut(Set<PeerId> peers) ->
          cursors.forEach((peer, cursor) -> {
            if (!peers.contains(peer)) {
              offer(entry, cursor, step);
            }
          });
    }
  }

  private static void offer(RoomLog.Entry entry, @Nullable Cursor cursor, Step step) {
    if (cursor != null) {
      cursor.offer(entry);
      step.moved(cursor);
    }
  }
}
