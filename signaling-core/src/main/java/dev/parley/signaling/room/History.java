package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.HistoryMessage;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.room.RoomState.KeptMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages that a room keeps for peers that join later, at most 100, of 64 KiB together.
 *
 * <p>Part of {@link Room}: guarded by its replica's lock.
 */
final class History {
  /** Shared by the rooms that keep nothing; never changed. */
  static final History NONE = new History();

  static final int MAX_MESSAGES = 100;
  static final int MAX_BYTES = 65_536;

  /** The most that a message takes in {@code joined} beside its data and its name, in bytes. */
  private static final int OVERHEAD = 110;

  /** The most bytes for one UTF-16 code unit, as UTF-8 or as an escape sequence. */
  private static final int BYTES_OF_A_CHARACTER = 3;

  private static final int BYTES_OF_AN_ID = 24;

  /** Approximate bytes of memory of an entry in {@code admissions}. */
  private static final int BYTES_OF_AN_ADMISSION = 40;

  /** Peers without a seat whose first admission is remembered. */
  private static final int MAX_FORMER_PEERS = 64;

  private final Deque<KeptMessage> messages = new ArrayDeque<>(0);
  private long bytes;

  /**
   * The numbers of the facts that first admitted each peer, oldest first. Empty unless the policy
   * shows peers only messages sent after their first admission.
   */
  private final Map<PeerId, Long> admissions = new LinkedHashMap<>(0);

  /** Whether a message of this length fits if it is the only one kept. */
  static boolean fits(PeerName name, int data, int excluded) {
    return length(name, data, excluded) <= MAX_BYTES;
  }

  private static int bytes(KeptMessage message) {
    HistoryMessage kept = message.kept();
    return length(kept.name(), kept.data().length(), message.excluded().size());
  }

  private static int length(PeerName name, int data, int excluded) {
    return OVERHEAD + BYTES_OF_A_CHARACTER * name.length() + data + BYTES_OF_AN_ID * excluded;
  }

  /** Keeps a message, and drops those that are too old, or too many with it. */
  void add(
      long seq,
      Instant at,
      Event.Message message,
      PeerName name,
      Set<PeerId> excluded,
      Duration age) {
    trim(at, age);
    add(
        new KeptMessage(
            new HistoryMessage(seq, message.from(), name, message.data()), at, excluded));
    while (messages.size() > MAX_MESSAGES || bytes > MAX_BYTES) {
      removeOldest();
    }
  }

  /** Adds a message from a snapshot, which has been trimmed before. */
  void add(KeptMessage message) {
    messages.addLast(message);
    bytes += bytes(message);
  }

  /** Drops messages that are too old. */
  void trim(Instant now, Duration age) {
    while (!messages.isEmpty() && isTooOld(messages.getFirst(), now, age)) {
      removeOldest();
    }
  }

  private static boolean isTooOld(KeptMessage message, Instant now, Duration age) {
    return message.at().isBefore(now.minus(age));
  }

  /** Drops the oldest message. Returns false if there was none. */
  boolean removeOldest() {
    KeptMessage oldest = messages.pollFirst();
    bytes -= oldest == null ? 0 : bytes(oldest);
    return oldest != null;
  }

  /**
   * The newest messages that this peer may see, oldest first.
   *
   * @param most the number of messages at most
   */
  List<HistoryMessage> of(PeerId peer, int most, Instant now, Duration age) {
    long since = admissions.getOrDefault(peer, 0L);
    List<HistoryMessage> seen =
        messages.stream()
            .filter(message -> !isTooOld(message, now, age))
            .filter(message -> message.kept().seq() > since && !message.excluded().contains(peer))
            .map(KeptMessage::kept)
            .toList();
    return seen.subList(Math.max(0, seen.size() - most), seen.size());
  }

  /**
   * Remembers the first admission of this peer. Of peers without a seat only few are remembered,
   * the latest.
   */
  void admit(PeerId peer, long seq, Set<PeerId> seated) {
    admissions.putIfAbsent(peer, seq);
    if (admissions.size() > seated.size() + MAX_FORMER_PEERS) {
      Iterator<PeerId> oldest = admissions.keySet().iterator();
      while (oldest.hasNext()) {
        if (!seated.contains(oldest.next())) {
          oldest.remove();
          return;
        }
      }
    }
  }

  /** Approximate bytes that the history counts on the log budget. */
  long weight() {
    return bytes + (long) BYTES_OF_AN_ADMISSION * admissions.size();
  }

  Deque<KeptMessage> messages() {
    return messages;
  }

  Map<PeerId, Long> admissions() {
    return admissions;
  }
}
