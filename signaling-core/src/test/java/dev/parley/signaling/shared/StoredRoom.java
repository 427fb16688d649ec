package dev.parley.signaling.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.journal.Conditions;
import dev.parley.signaling.journal.Entry;
import dev.parley.signaling.journal.Follower;
import dev.parley.signaling.journal.JournalCodec;
import dev.parley.signaling.journal.JournalContents;
import dev.parley.signaling.journal.Outcome;
import dev.parley.signaling.journal.Proposal;
import dev.parley.signaling.journal.Snapshot;
import dev.parley.signaling.room.Fact;
import dev.parley.signaling.room.Room;
import dev.parley.signaling.room.RoomPolicy;
import dev.parley.signaling.room.RoomState;
import dev.parley.signaling.room.Seat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** One room of {@link SharedJournal}: entries as bytes, and the evaluation of conditions. */
final class StoredRoom {
  private final InstantSource clock;
  private final SimulatedNetwork network;
  private final RoomPolicy policy;
  private final SharedJournal.Trouble trouble;
  private final Set<Subscription> subscriptions = new CopyOnWriteArraySet<>();

  // All guarded by this.
  private final TreeMap<Long, byte[]> entries = new TreeMap<>();
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private byte @Nullable [] snapshot;
  private Room room;
  private long last;
  private long endedAt; // entries up to this one belong to earlier rooms of the name

  StoredRoom(
      InstantSource clock,
      SimulatedNetwork network,
      RoomPolicy policy,
      SharedJournal.Trouble trouble,
      long start) {
    this.clock = clock;
    this.network = network;
    this.policy = policy;
    this.trouble = trouble;
    this.room = new Room(policy);
    this.last = start;
  }

  synchronized boolean isEmpty() {
    return room.isEmpty();
  }

  synchronized RoomState state() {
    return room.state();
  }

  Subscription subscribe(String node, Follower follower) {
    Subscription subscription = new Subscription(node, follower);
    subscriptions.add(subscription);
    return subscription;
  }

  void unsubscribe(Subscription subscription) {
    subscription.ended = true;
    subscriptions.remove(subscription);
  }

  void lose(String node) {
    subscriptions.stream().filter(each -> each.node.equals(node)).forEach(this::unsubscribe);
    subscriptions.forEach(each -> network.sendReliably(() -> each.follower.nodeLost(node)));
  }

  void interrupt(String node) {
    for (Subscription each : subscriptions) {
      if (each.node.equals(node)) {
        unsubscribe(each);
        each.follower.unavailable();
      }
    }
  }

  synchronized Outcome tail() {
    return trouble.happens() ? new Outcome.Unavailable() : new Outcome.Conflict(last);
  }

  Outcome append(Proposal proposal) {
    String id = proposal.node() + " " + proposal.number();
    Outcome outcome;
    synchronized (this) {
      outcome = outcomes.get(id);
      if (outcome == null) {
        outcome = decide(proposal);
        outcomes.put(id, outcome);
      }
    }
    deliver();
    return outcome;
  }

  private Outcome decide(Proposal proposal) {
    if (trouble.happens()) {
      return new Outcome.Unavailable();
    }
    if (trouble.happens() || !holds(proposal.conditions())) {
      return new Outcome.Conflict(last);
    }
    Instant now = clock.instant();
    for (Fact fact : proposal.facts()) {
      last++;
      Entry entry = new Entry(last, now, fact);
      room.apply(last, now, fact);
      entries.put(last, JournalCodec.encode(entry));
    }
    if (room.isEmpty()) {
      endedAt = last;
    }
    if (proposal.ends() != room.isEmpty()) {
      throw new AssertionError("A proposal says whether the room is empty after it.");
    }
    return new Outcome.Appended(last);
  }

  private boolean holds(Conditions conditions) {
    Conditions.Sender sender = conditions.sender();
    return (conditions.version() == Conditions.ANY_VERSION
            || conditions.version() == room.version())
        && (sender == null || holds(sender))
        && conditions.addressees().stream().allMatch(peer -> room.seat(peer) != null);
  }

  private boolean holds(Conditions.Sender sender) {
    Seat seat = room.seat(sender.peer());
    return seat != null
        && seat.info().seat() == sender.seat()
        && (sender.epoch() == Conditions.Sender.ANY_EPOCH || sender.epoch() == seat.epoch())
        && (sender.requestId() == 0 || sender.requestId() == seat.received() + 1);
  }

  private void deliver() {
    subscriptions.forEach(each -> network.sendReliably(each::deliver));
  }

  private synchronized JournalContents kept() {
    Snapshot taken = snapshot == null ? null : JournalCodec.snapshot(snapshot);
    if (taken == null || taken.seq() <= endedAt) {
      return new JournalContents(last, null, after(endedAt), 0);
    }
    List<Entry> kept = new ArrayList<>(after(endedAt));
    kept.removeIf(entry -> entry.seq() <= taken.seq() && entry.fact().isInternal());
    return new JournalContents(last, taken, kept, 0);
  }

  private synchronized List<Entry> after(long seq) {
    List<Entry> later = new ArrayList<>();
    entries.tailMap(seq, false).values().forEach(bytes -> later.add(JournalCodec.entry(bytes)));
    return later;
  }

  private synchronized void keep(Snapshot taken) {
    if (snapshot == null || JournalCodec.snapshot(snapshot).seq() < taken.seq()) {
      snapshot = JournalCodec.encode(taken);
    }
  }

  /** One node that follows the room. Its monitor keeps entries in order. */
  final class Subscription {
    private final String node;
    private final Follower follower;
    private long delivered = Long.MAX_VALUE; // delivers nothing before it is open
    private volatile boolean ended;

    Subscription(String node, Follower follower) {
      this.node = node;
      this.follower = follower;
    }

    /** Opens the follower with the stored contents; false if it has ended or is unavailable now. */
    synchronized boolean open() {
      if (ended) {
        return false;
      }
      if (trouble.happens()) {
        follower.unavailable();
        return false;
      }
      JournalContents kept = kept();
      delivered = kept.last();
      follower.opened(kept);
      return true;
    }

    synchronized void deliver() {
      if (delivered == Long.MAX_VALUE) {
        return;
      }
      for (Entry entry : after(delivered)) {
        if (ended) {
          return;
        }
        follower.apply(entry);
        delivered = entry.seq();
        if (trouble.happens()) {
          follower.apply(entry); // again
        }
      }
      if (trouble.happens() && !ended && !isEmpty()) {
        keep(follower.snapshot());
      }
    }
  }

  /** The room rebuilt from the stored bytes, and each follower, have the state of the room. */
  synchronized void check() {
    RoomState state = room.state();
    JournalContents kept = kept();
    Snapshot taken = kept.snapshot();
    Room built = taken == null ? new Room(policy) : Room.of(policy, taken.room());
    for (Entry entry : kept.entries()) {
      if (taken == null || entry.seq() > taken.seq()) {
        built.apply(entry.seq(), entry.at(), entry.fact());
      }
    }
    assertThat(built.state()).as("rebuilt from the stored bytes").isEqualTo(state);
    for (Subscription each : subscriptions) {
      assertThat(each.follower.snapshot().room()).as("on " + each.node).isEqualTo(state);
    }
  }
}
