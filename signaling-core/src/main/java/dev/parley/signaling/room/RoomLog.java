package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Spelled;
import dev.parley.signaling.protocol.Spelling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in a room, numbered, for as long and as far as it is kept. Guarded by the
 * room's step.
 */
public final class RoomLog {
  private final Capacity capacity;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final Map<PeerId, Attendance> attendance = new HashMap<>();
  private long last;
  private long bytes;

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
  RoomLog(Capacity capacity, long start) {
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
    return seated != null && seq >= seated.since && seq <= last && seq >= last - entries.size();
  }

  Entry append(Instant now, Event event, Audience audience, long requestId) {
    Entry entry = new Entry(++last, now, event, audience, requestId);
    entries.addLast(entry);
    bytes += entry.weight();
    capacity.ofAll().take(entry.weight());
    while (capacity.isExceededBy(bytes)) {
      dropOldest();
    }
    return entry;
  }

  void dropExpired(Instant now) {
    Instant oldestKept = now.minus(capacity.age());
    while (!entries.isEmpty() && entries.getFirst().at().isBefore(oldestKept)) {
      dropOldest();
    }
  }

  /** The room is no more. */
  void dropAll() {
    while (!entries.isEmpty()) {
      dropOldest();
    }
    capacity.ofAll.exit();
  }

  private void dropOldest() {
    int weight = entries.removeFirst().weight();
    bytes -= weight;
    capacity.ofAll().giveBack(weight);
  }

  /** What concerns this peer after that number, in order. */
  Iterable<Entry> after(long seq, PeerId peer) {
    return () ->
        entries.stream()
            .filter(entry -> entry.seq() > seq && entry.audience().includes(peer))
            .iterator();
  }

  /**
   * The id of the request by which the asker asked the answerer, if it is still known, and of the
   * seat that the asker has now.
   */
  @Nullable Long askId(long seq, PeerId asker, PeerId answerer) {
    Long since = since(asker);
    for (Entry entry : entries) {
      if (entry.seq() == seq && since != null && seq > since) {
        boolean asked =
            entry.event() instanceof Event.Message(PeerId from, _, boolean ask)
                && ask
                && from.equals(asker)
                && entry.audience().includes(answerer);
        return asked ? entry.requestId() : null;
      }
    }
    return null;
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

  /** One event with its number; spelled once, however many peers get it. */
  public static final class Entry {
    /** About what an entry takes beside its payload. */
    private static final int OVERHEAD = 200;

    private static final int OVERHEAD_OF_A_PEER = 50;

    private final long seq;
    private final Instant at;
    private Event event; // guarded by the room's step: comes to share the bytes of a spelling
    private final Audience audience;
    private final long requestId;
    private @Nullable Spellings spellings; // guarded by the room's step

    /** The same in each dialect that somebody speaks here. */
    private record Spellings(Spelling by, Spelled spelled, @Nullable Spellings others) {}

    private Entry(long seq, Instant at, Event event, Audience audience, long requestId) {
      this.seq = seq;
      this.at = at;
      this.event = event;
      this.audience = audience;
      this.requestId = requestId;
    }

    public long seq() {
      return seq;
    }

    Instant at() {
      return at;
    }

    public Event event() {
      return event;
    }

    Audience audience() {
      return audience;
    }

    long requestId() {
      return requestId;
    }

    int weight() {
      return OVERHEAD + event.payloadLength() + audience.size() * OVERHEAD_OF_A_PEER;
    }

    public byte[] spelled(Spelling by) {
      for (Spellings one = spellings; one != null; one = one.others) {
        if (one.by.equals(by)) {
          return one.spelled.bytes();
        }
      }
      Spelled spelled = by.encode(seq, event);
      event = spelled.sharedBy(event);
      spellings = new Spellings(by, spelled, spellings);
      return spelled.bytes();
    }
  }
}
