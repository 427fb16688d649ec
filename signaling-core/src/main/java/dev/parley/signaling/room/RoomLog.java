package dev.parley.signaling.room;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Spelling;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The numbered events of a room, kept for as long and as far as the capacity allows. Guarded by the
 * room's step.
 *
 * <p>Entries are kept as bytes: objects that live as long as events do, and then die, are what a
 * generational collector handles worst. An index leads each reader from one entry that concerns it
 * to the next, so that a replay costs as much as what it delivers.
 */
public final class RoomLog {
  /** Entries that one step examines for one reader; the room's other peers wait meanwhile. */
  private static final int EXAMINED_AT_ONCE = 1_000;

  /** Bytes of them. */
  private static final int BYTES_AT_ONCE = 256 * 1_024;

  private static final int END = Integer.MAX_VALUE;

  private final Capacity capacity;
  private final Budget.Quota account;
  private final Replays replays = new Replays();
  private final ByteQueue records;
  private final EntryIndex all = new EntryIndex();
  private final EntryIndex forAll = new EntryIndex();
  private final Map<PeerId, SeatEntries> seats = new HashMap<>();
  private long last;
  private long trimmedForAll;
  private int origin; // the position of the oldest record; positions count bytes and wrap around

  /**
   * How much a log keeps: older entries, and those beyond the bytes, are trimmed. {@code ofAll} is
   * shared by all logs.
   */
  public record Capacity(Duration age, long bytes, Budget ofAll) {

    /** Bytes that a log keeps when all of them together keep too much. */
    private static final long LEAST_SHARE = 65_536;

    /** Whether a log with so many bytes, on this account, is to let go of its oldest entries. */
    boolean isExceededBy(long bytes, Budget.Quota account) {
      return bytes > this.bytes
          || account.isToGiveWay()
          || (ofAll.isFarExceeded() && bytes > ofAll.share())
          || (account.pressure() == Budget.Pressure.HIGH
              && bytes > Math.max(LEAST_SHARE, ofAll.share()));
    }
  }

  /**
   * How far a replay came.
   *
   * @param through the number up to which everything was offered
   * @param examined how many entries were looked at
   * @param bytes how long those were, and {@code delivered} those that the listener took
   * @param finished whether it stopped because there is no more, or the listener took no more
   */
  record Replayed(long through, int examined, long bytes, long delivered, boolean finished) {
    private static final int BYTES_OF_AN_ENTRY = 64;

    /** The work that it was, in bytes: those examined, and some for each entry. */
    long cost() {
      return bytes + (long) BYTES_OF_AN_ENTRY * examined;
    }
  }

  /** The numbers rise from one that no earlier log of this room can have reached. */
  RoomLog(Capacity capacity, Budget.Quota account, Chunks chunks, long start) {
    this.account = account;
    this.records = new ByteQueue(chunks);
    this.capacity = capacity;
    this.last = start;
  }

  /** The log is one of those that share the budget of all logs. */
  void enter() {
    capacity.ofAll.enter();
  }

  /** How many entries it keeps: those before the newest, and the newest itself. */
  int size() {
    return records.size();
  }

  /** The number of the newest event. */
  long last() {
    return last;
  }

  /**
   * Whether a peer that has processed everything up to this number can go on from there: the number
   * belongs to the seat that the peer has now, and no later entry that concerned it was trimmed.
   */
  boolean continues(PeerId peer, long seq) {
    SeatEntries seat = seats.get(peer);
    return seat != null
        && seq >= seat.since()
        && seq <= last
        && seq >= seat.newestTrimmed(trimmedForAll);
  }

  Entry append(Instant now, Event event, Audience audience, long requestId) {
    int position = origin + records.bytes();
    last++;
    new EntryRecord(now.toEpochMilli(), last, requestId, audience, event).writeTo(records.begin());
    int length = records.end();
    account.take(length);
    all.add(position);
    index(audience, position);
    trimExcess(); // the newest, too, if it does not fit by itself
    return new Entry(last, event, length, true);
  }

  private void trimExcess() {
    while (records.size() > 0 && capacity.isExceededBy(records.bytes(), account)) {
      trimOldest();
    }
  }

  private void index(Audience audience, int position) {
    switch (audience) {
      case Audience.AllBut _ -> forAll.add(position);
      case Audience.Only(Set<PeerId> peers) -> {
        for (PeerId peer : peers) {
          SeatEntries seat = seats.get(peer);
          if (seat != null) {
            seat.own().add(position);
          }
        }
      }
    }
  }

  /** Lets go of what is too old, and of what has become too much since it was appended. */
  void trim(Instant now) {
    long oldestKept = now.minus(capacity.age()).toEpochMilli();
    while (records.size() > 0 && EntryRecord.atMillis(records) < oldestKept) {
      trimOldest();
    }
    trimExcess();
  }

  /** The room is no more. */
  void dropAll() {
    while (records.size() > 0) {
      trimOldest();
    }
    capacity.ofAll.exit();
  }

  private void trimOldest() {
    long seq = EntryRecord.seq(records, 0);
    switch (EntryRecord.audience(records, 0)) {
      case Audience.AllBut(Set<PeerId> peers) -> {
        forAll.removeFirst(origin);
        for (PeerId peer : peers) {
          SeatEntries seat = seats.get(peer);
          if (seat != null) {
            seat.exempt(seq, trimmedForAll);
          }
        }
        trimmedForAll = seq;
      }
      case Audience.Only(Set<PeerId> peers) -> {
        for (PeerId peer : peers) {
          SeatEntries seat = seats.get(peer);
          if (seat != null && seat.own().removeFirst(origin)) {
            seat.trimmed(seq);
          }
        }
      }
    }
    all.removeFirst(origin);
    int length = records.removeFirst();
    origin += length;
    account.giveBack(length);
    if (records.size() == 0) {
      replays.clear();
    }
  }

  /**
   * Offers what concerns this peer after that number, in order, until the listener takes no more or
   * the step has taken long enough.
   */
  Replayed replay(long after, PeerId peer, Predicate<Entry> listener) {
    SeatEntries seat = seats.get(peer);
    if (seat == null) {
      return new Replayed(after, 0, 0, 0, true);
    }
    EntryIndex own = seat.own();
    int nextOwn = own.firstAfter(after, records, origin);
    int nextForAll = forAll.firstAfter(after, records, origin);
    long through = after;
    long bytes = 0;
    long delivered = 0;
    int examined = 0;
    while (examined < EXAMINED_AT_ONCE && bytes < BYTES_AT_ONCE) {
      int ownAt = nextOwn < own.size() ? own.get(nextOwn) - origin : END;
      int forAllAt = nextForAll < forAll.size() ? forAll.get(nextForAll) - origin : END;
      int at = Math.min(ownAt, forAllAt);
      if (at == END) {
        return new Replayed(last, examined, bytes, delivered, true);
      }
      long seq = EntryRecord.seq(records, at);
      int length = records.next(at) - at;
      examined++;
      if (EntryRecord.concerns(peer, records, at)) {
        Event event = EntryRecord.event(records, at);
        if (!listener.test(new Entry(seq, event, length, false))) {
          return new Replayed(through, examined, bytes, delivered, true);
        }
        delivered += length;
      }
      bytes += length;
      through = seq;
      if (at == ownAt) {
        nextOwn++;
      } else {
        nextForAll++;
      }
    }
    return new Replayed(through, examined, bytes, delivered, false);
  }

  /**
   * The id of the request by which the asker asked the answerer, if the log still holds it, and the
   * asker still has the seat from which it asked.
   */
  @Nullable Long askId(long seq, PeerId asker, PeerId answerer) {
    Long since = since(asker);
    int found = all.firstAfter(seq - 1, records, origin);
    if (since == null || seq <= since || found == all.size()) {
      return null;
    }
    int at = all.get(found) - origin;
    boolean asked =
        EntryRecord.seq(records, at) == seq && EntryRecord.asks(asker, answerer, records, at);
    return asked ? EntryRecord.requestId(records, at) : null;
  }

  /** Whether there is anything that others have sent to this peer. */
  boolean keepsFor(PeerId peer) {
    boolean[] found = {false};
    Long since = since(peer);
    long through = since == null ? last : since;
    Replayed replayed;
    do {
      replayed =
          replay(
              through,
              peer,
              entry -> {
                found[0] |= !entry.event().isAboutRoster();
                return !found[0];
              });
      through = replayed.through();
    } while (!replayed.finished());
    return found[0];
  }

  /** The number of the event that gave this peer its seat, if it has one. */
  @Nullable Long since(PeerId peer) {
    SeatEntries seat = seats.get(peer);
    return seat == null ? null : seat.since();
  }

  /** The highest request id that was taken from this peer's seat. */
  long received(PeerId peer) {
    SeatEntries seat = seats.get(peer);
    return seat == null ? 0 : seat.received();
  }

  void receive(PeerId peer, long id) {
    SeatEntries seat = seats.get(peer);
    if (seat != null) {
      seat.receive(id);
    }
  }

  /** The newest event gave this peer a seat, on which it counts its requests from 1. */
  void begin(PeerId peer) {
    seats.put(peer, new SeatEntries(last));
  }

  void end(PeerId peer) {
    seats.remove(peer);
  }

  /** One event with its number, while it is told. Belongs to the room's step. */
  public final class Entry {
    private final long seq;
    private final Event event;
    private final int length;
    private final boolean isNew;
    private @Nullable Spelling by;
    private byte[] spelled = {};

    private Entry(long seq, Event event, int length, boolean isNew) {
      this.seq = seq;
      this.event = event;
      this.length = length;
      this.isNew = isNew;
    }

    long seq() {
      return seq;
    }

    Event event() {
      return event;
    }

    /** Bytes that it takes in the log. */
    int length() {
      return length;
    }

    /**
     * The event as bytes of the wire; they are the same for all who get it. Those of a new event,
     * in the dialect that is asked for first, are found here, all others among the replays.
     */
    public byte[] spelled(Spelling spelling) {
      if (isNew && by == null) {
        by = spelling;
        spelled = spelling.encode(seq, event);
      }
      return spelling.equals(by) ? spelled : replays.spelled(seq, event, spelling);
    }
  }
}
