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

/** The messages that a room keeps for peers that join later. */
final class History {
  /** Nothing; it is not changed. */
  static final History NONE = new History();

  private static final int MAX_MESSAGES = 100;
  private static final int MAX_BYTES = 65_536;

  /** Bytes that a message takes in {@code joined} beside its data and its name, at most. */
  private static final int OVERHEAD = 110;

  /** UTF-8 of one UTF-16 code unit, or an escaped quotation mark, at most. */
  private static final int BYTES_OF_A_CHARACTER = 3;

  private static final int BYTES_OF_AN_ID = 24;
  private static final int BYTES_OF_AN_ADMISSION = 40;
  private static final int MAX_FORMER_PEERS = 64;

  private final Deque<KeptMessage> messages = new ArrayDeque<>(0);
  private long bytes;

  /** Numbers of the facts that first let peers in, where that matters, oldest first. */
  private final Map<PeerId, Long> admissions = new LinkedHashMap<>(0);

  /** Whether a message of this length would fit if it were the only one. */
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

  /** Keeps a message, and lets go of those that are too old or too many beside it. */
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

  void add(KeptMessage message) {
    messages.addLast(message);
    bytes += bytes(message);
  }

  /** Lets go of messages that are too old. */
  void trim(Instant now, Duration age) {
    while (!messages.isEmpty() && isTooOld(messages.getFirst(), now, age)) {
      removeOldest();
    }
  }

  private static boolean isTooOld(KeptMessage message, Instant now, Duration age) {
    return message.at().isBefore(now.minus(age));
  }

  /** Lets go of the oldest message, and returns whether there was one. */
  boolean removeOldest() {
    KeptMessage oldest = messages.pollFirst();
    bytes -= oldest == null ? 0 : bytes(oldest);
    return oldest != null;
  }

  /** The newest so many messages that this peer may see, oldest first. */
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

  /** This peer was let in; the first time counts. Few of those without a seat are remembered. */
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

  /** Bytes of memory that it takes, about, as those of logs are counted. */
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
