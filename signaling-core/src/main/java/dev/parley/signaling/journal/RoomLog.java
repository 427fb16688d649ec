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
 * The numbered events of a room, kept for as long and as far as the capacity allows, for peers that
 * resume and for slow readers.
 *
 * <p>Entries are kept as bytes: objects that live for a minute and then die are the worst case of a
 * generational collector. An index leads each replay from one entry that concerns its peer to the
 * next, so that its cost is proportional to the delivered entries.
 *
 * <p>Guarded by the lock of the replica.
 */
public final class RoomLog {
  /** Entries that a replay examines in one step; the room's other peers wait meanwhile. */
  private static final int EXAMINED_AT_ONCE = 1_000;

  /** Bytes of entries that a replay examines in one step. */
  private static final int BYTES_AT_ONCE = 256 * 1_024;

  private final LogCapacity capacity;
  private final Budget.Quota account;
  private final EncodingCache replays = new EncodingCache();
  private final ByteQueue records;
  private final LogIndex index = new LogIndex();
  private long last;
  private long trimmed;
  private int origin; // position of the oldest record; positions count bytes and wrap around

  /** A log whose bytes are charged to this account. */
  public RoomLog(LogCapacity capacity, Budget.Quota account, ChunkPool chunks) {
    this.account = account;
    this.records = new ByteQueue(chunks);
    this.capacity = capacity;
  }

  /** Begins with the stored contents. From now on, the log shares the budget of all logs. */
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

  /** The number of entries. */
  int size() {
    return records.size();
  }

  /** The number of the newest entry of the room, which may be an internal fact. */
  public long last() {
    return last;
  }

  /**
   * Whether a peer that has processed everything up to this number can resume: the number is one of
   * its present seat, and no later entry that concerned it was trimmed.
   */
  public boolean canResume(PeerId peer, long seq) {
    return seq <= last && index.canResume(peer, seq);
  }

  /** Appends an event, and trims the oldest ones beyond the capacity. */
  public LoggedEvent append(Entry entry) {
    if (!(entry.fact() instanceof Fact.Emitted(Event event, Audience audience, long requestId))) {
      throw new IllegalArgumentException("A log contains events only.");
    }
    int position = origin + records.bytes();
    last = entry.seq();
    new EntryRecord(entry.at().toEpochMilli(), last, requestId, audience, event)
        .writeTo(records.begin());
    int length = records.end();
    account.take(length);
    index.add(audience, position);
    trimExcess(); // even the new entry, if it does not fit alone
    return new LoggedEvent(replays, last, event, length, true);
  }

  /** The entry with this number is an internal fact, which is not kept. */
  public void skip(long seq) {
    last = seq;
  }

  /** Whether the log is too large, by itself, for its account, or for all logs together. */
  public boolean isExcessive() {
    return capacity.isExceededBy(records.bytes(), account);
  }

  private void trimExcess() {
    while (records.size() > 0 && isExcessive()) {
      trimOldest();
    }
  }

  /**
   * Drops entries that are too old, and those that have become too many since they were appended.
   */
  public void trim(Instant now) {
    long oldestKept = now.minus(capacity.age()).toEpochMilli();
    while (records.size() > 0 && EntryRecord.atMillis(records) < oldestKept) {
      trimOldest();
    }
    trimExcess();
  }

  /** Releases all memory. */
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
   * Offers the entries after this number that concern the peer, in order, until the listener
   * refuses one or the step has taken long enough.
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
   * The id of the request by which the asker asked the answerer; null if the log no longer holds
   * it, or the asker has another seat than then.
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

  /**
   * Whether the log has anything for this peer that others have sent, beside changes of the roster.
   */
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

  /** The number of the event that gave this peer its seat; null if it has none. */
  public @Nullable Long since(PeerId peer) {
    return index.since(peer);
  }

  /** The part of a snapshot for this peer's seat. */
  public Snapshot.SeatLog seat(PeerId peer) {
    return index.seat(peer);
  }

  /** The number of the newest event that is no longer kept, or 0. */
  public long trimmed() {
    return trimmed;
  }

  /** The newest event gave this peer a seat. */
  public void addSeat(PeerInfo peer) {
    index.addSeat(peer, last);
  }

  /** The peer has no seat any more. */
  public void removeSeat(PeerId peer) {
    index.removeSeat(peer);
  }
}
