package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Spelling;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in a room, numbered, for as long and as far as it is kept. Guarded by the
 * room's step.
 *
 * <p>What is kept is kept as bytes. Objects that live as long as events do, and then die, are what
 * a generational collector is worst at.
 */
public final class RoomLog {
  private final Capacity capacity;
  private final Replays replays = new Replays();
  private final ByteQueue records;
  private final Map<PeerId, Attendance> attendance = new HashMap<>();
  private long last;

  /**
   * How much a log keeps: whatever is older, or beyond the bytes, is let go. {@code ofAll} is
   * shared.
   */
  public record Capacity(Duration age, long bytes, Budget ofAll) {

    /** What a log may keep however many there are, when all of them together keep too much. */
    private static final long LEAST_SHARE = 65_536;

    boolean isExceededBy(long bytes) {
      return bytes > this.bytes
          || (ofAll.isExceeded() && bytes > Math.max(LEAST_SHARE, ofAll.share()));
    }
  }

  /** Since which event a peer has its seat, and the highest request id taken from it. */
  private record Attendance(long since, long received) {}

  /** The numbers rise from one that no earlier log of this room can have reached. */
  RoomLog(Capacity capacity, Chunks chunks, long start) {
    this.records = new ByteQueue(chunks);
    this.capacity = capacity;
    this.last = start;
  }

  /** The log is one of those that share what there is for all of them. */
  void enter() {
    capacity.ofAll.enter();
  }

  /** The number of the newest event. */
  long last() {
    return last;
  }

  /**
   * Whether a peer that has heard everything up to this number can go on from there: it must have
   * heard it on the seat that it has now, and all that came after must still be here.
   */
  boolean continues(PeerId peer, long seq) {
    Attendance seated = attendance.get(peer);
    return seated != null && seq >= seated.since && seq <= last && seq >= last - records.size();
  }

  Entry append(Instant now, Event event, Audience audience, long requestId) {
    new EntryRecord(now.toEpochMilli(), requestId, audience, event).writeTo(records.begin());
    capacity.ofAll.take(records.end());
    last++;
    while (capacity.isExceededBy(records.bytes()) && records.size() > 0) {
      dropOldest(); // the newest, too, if it does not fit by itself
    }
    return new Entry(last, event, true);
  }

  void dropExpired(Instant now) {
    long oldestKept = now.minus(capacity.age()).toEpochMilli();
    while (records.size() > 0 && EntryRecord.atMillis(records) < oldestKept) {
      dropOldest();
    }
  }

  /** The room is no more. */
  void dropAll() {
    while (records.size() > 0) {
      dropOldest();
    }
    capacity.ofAll.exit();
  }

  private void dropOldest() {
    capacity.ofAll.giveBack(records.removeFirst());
    if (records.size() == 0) {
      replays.clear();
    }
  }

  /** Tells what concerns this peer after that number, in order. */
  void replay(long seq, PeerId peer, Consumer<Entry> listener) {
    int at = 0;
    for (long next = last - records.size() + 1; next <= last; next++) {
      if (next > seq) {
        Event event = EntryRecord.eventFor(peer, records.get(at));
        if (event != null) {
          listener.accept(new Entry(next, event, false));
        }
      }
      at = records.next(at);
    }
  }

  /**
   * The id of the request by which the asker asked the answerer, if it is still known, and of the
   * seat that the asker has now.
   */
  @Nullable Long askId(long seq, PeerId asker, PeerId answerer) {
    Long since = since(asker);
    long oldest = last - records.size() + 1;
    if (since == null || seq <= since || seq < oldest || seq > last) {
      return null;
    }
    int at = 0;
    for (long before = oldest; before < seq; before++) {
      at = records.next(at);
    }
    EntryRecord kept = EntryRecord.read(records.get(at));
    boolean asked =
        kept.event() instanceof Event.Message(PeerId from, _, boolean ask)
            && ask
            && from.equals(asker)
            && kept.audience().includes(answerer);
    return asked ? kept.requestId() : null;
  }

  /** The event that gave this peer its seat, if it has one. */
  @Nullable Long since(PeerId peer) {
    Attendance seated = attendance.get(peer);
    return seated == null ? null : seated.since;
  }

  /** The highest request id that was taken from this peer's seat. */
  long received(PeerId peer) {
    Attendance seated = attendance.get(peer);
    return seated == null ? 0 : seated.received;
  }

  void receive(PeerId peer, long id) {
    attendance.computeIfPresent(peer, (_, seated) -> new Attendance(seated.since, id));
  }

  /** The newest event gave this peer a seat, on which it counts its requests from 1. */
  void begin(PeerId peer) {
    attendance.put(peer, new Attendance(last, 0));
  }

  void end(PeerId peer) {
    attendance.remove(peer);
  }

  /** One event with its number, while it is told. Belongs to the room's step. */
  public final class Entry {
    private final long seq;
    private final Event event;
    private final boolean isNew;
    private @Nullable Spelling by;
    private byte[] spelled = {};

    private Entry(long seq, Event event, boolean isNew) {
      this.seq = seq;
      this.event = event;
      this.isNew = isNew;
    }

    Event event() {
      return event;
    }

    /**
     * How it goes over the wire; the bytes are the same for all who get it. Those of what is new,
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
