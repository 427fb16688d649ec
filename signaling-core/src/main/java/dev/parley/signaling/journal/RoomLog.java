package dev.parley.signaling.journal;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Fact;
import java.time.Instant;
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

  private final LogCapacity capacity;
  private final Budget.Quota account;
  private final EncodingCache replays = new EncodingCache();
  private final ByteQueue records;
  private final LogIndex index = new LogIndex();
  private long last;
  private long trimmed;
  private int origin; // the position of the oldest record; positions count bytes and wrap around

  /** A log whose bytes go on this account. */
  public RoomLog(LogCapacity capacity, Budget.Quota account, ChunkPool chunks) {
    this.account = account;
    this.records = new ByteQueue(chunks);
    this.capacity = capacity;
  }

  /**
   * Begins with what a journal has kept; from now on, the log is one of those that share the budget
   * of all logs.
   */
  public void open(JournalContents kept) {
    capacity.ofAll().addSharer();
    last = kept.last();
    Snapshot snapshot = kept.snapshot();
    if (snapshot == null) {
      return;
    }
    trimmed = Math.max(kept.trimmed(), snapshot.trimmed());
    index.restore(snapshot, kept.trimmed());
    for (Entry entry : kept.entries()) {
      if (entry.seq() <= snapshot.seq()) {
        append(entry);
      }
    }
    last = snapshot.seq();
  }

  /** How many entries it keeps: those before the newest, and the newest itself. */
  int size() {
    return records.size();
  }

  /** The number of the newest event. */
  public long last() {
    return last;
  }

  /**
   * Whether a peer that has processed everything up to this number can go on from there: the number
   * belongs to the seat that the peer has now, and no later entry that concerned it was trimmed.
   */
  public boolean canResume(PeerId peer, long seq) {
    return seq <= last && index.canResume(peer, seq);
  }

  /** Appends an event. */
  public LoggedEvent append(Entry entry) {
    if (!(entry.fact() instanceof Fact.Emitted(Event event, Audience audience, long requestId))) {
      throw new IllegalArgumentException("Only events stand in a log.");
    }
    int position = origin + records.bytes();
    last = entry.seq();
    new EntryRecord(entry.at().toEpochMilli(), last, requestId, audience, event)
        .writeTo(records.begin());
    int length = records.end();
    account.take(length);
    index.add(audience, position);
    trimExcess(); // the newest, too, if it does not fit by itself
    return new LoggedEvent(replays, last, event, length, true);
  }

  /** A fact that is for nodes alone has this number. */
  public void skip(long seq) {
    last = seq;
  }

  /** Whether it keeps too much, or its account or all logs together do. */
  public boolean isExcessive() {
    return capacity.isExceededBy(records.bytes(), account);
  }

  private void trimExcess() {
    while (records.size() > 0 && isExcessive()) {
      trimOldest();
    }
  }

  /** Lets go of what is too old, and of what has become too much since it was appended. */
  public void trim(Instant now) {
    long oldestKept = now.minus(capacity.age()).toEpochMilli();
    while (records.size() > 0 && EntryRecord.atMillis(records) < oldestKept) {
      trimOldest();
    }
    trimExcess();
  }

  /** The room is no more. */
  public void close() {
    while (records.size() > 0) {
      trimOldest();
    }
    capacity.ofAll().removeSharer();
  }

  private void trimOldest() {
    long seq = EntryRecord.seq(records, 0);
    index.removeFirst(EntryRecord.audience(records, 0), seq, origin);
    trimmed = seq;
    int length = records.removeFirst();
    origin += length;
    account.release(length);
    if (records.size() == 0) {
      replays.clear();
    }
  }

  /**
   * Offers what concerns this peer after that number, in order, until the listener takes no more or
   * the step has taken long enough.
   */
  public ReplayResult replay(long after, PeerId peer, Predicate<LoggedEvent> listener) {
    if (index.since(peer) == null) {
      return new ReplayResult(after, 0, 0, 0, true);
    }
    EntryMerge entries = new EntryMerge(index.of(peer), after, records, origin);
    long through = after;
    long bytes = 0;
    long delivered = 0;
    int examined = 0;
    while (examined < EXAMINED_AT_ONCE && bytes < BYTES_AT_ONCE) {
      int at = entries.peek();
      if (at == EntryMerge.END) {
        return new ReplayResult(last, examined, bytes, delivered, true);
      }
      long seq = EntryRecord.seq(records, at);
      int length = records.next(at) - at;
      examined++;
      if (EntryRecord.concerns(peer, records, at)) {
        Event event = EntryRecord.event(records, at);
        if (!listener.test(new LoggedEvent(replays, seq, event, length, false))) {
          return new ReplayResult(through, examined, bytes, delivered, true);
        }
        delivered += length;
      }
      bytes += length;
      through = seq;
      entries.skip();
    }
    return new ReplayResult(through, examined, bytes, delivered, false);
  }

  /**
   * The id of the request by which the asker asked the answerer, if the log still holds it, and the
   * asker still has the seat from which it asked.
   */
  public @Nullable Long askId(long seq, PeerId asker, PeerInfo answerer) {
    Long since = since(asker);
    EntryIndex all = index.all();
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
  public boolean hasMessagesFor(PeerId peer) {
    boolean[] found = {false};
    Long since = since(peer);
    long through = since == null ? last : since;
    ReplayResult replayed;
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
  public @Nullable Long since(PeerId peer) {
    return index.since(peer);
  }

  /** The part of a snapshot that describes this peer's seat. */
  public Snapshot.SeatLog seat(PeerId peer) {
    return index.seat(peer);
  }

  /** The number of the newest event that is not kept any more, 0 if there is none. */
  public long trimmed() {
    return trimmed;
  }

  /** The newest event gave this peer a seat. */
  public void addSeat(PeerInfo peer) {
    index.addSeat(peer, last);
  }

  public void removeSeat(PeerId peer) {
    index.removeSeat(peer);
  }
}
