package dev.parley.signaling.shared;

import dev.parley.signaling.journal.Follower;
import dev.parley.signaling.journal.Journal;
import dev.parley.signaling.journal.Outcome;
import dev.parley.signaling.journal.Proposal;
import dev.parley.signaling.journal.RoomJournal;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.RoomPolicy;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A journal that keeps what it is given as bytes, and to which each node has its own way. It is
 * written against the interface alone, and makes what a journal may do happen often: answers come
 * late, twice or never, proposals conflict, and sometimes nothing can be appended.
 */
public final class SharedJournal {
  private final InstantSource clock;
  private final Courier courier;
  private final RoomPolicy policy;
  private final Trouble trouble;
  private final Map<RoomName, StoredRoom> rooms = new ConcurrentHashMap<>();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  /** How often, of so many times, a proposal conflicts for no reason, or cannot be appended. */
  public static final class Trouble {
    private final Random random;
    private final double rate;

    public Trouble(Random random, double rate) {
      this.random = random;
      this.rate = rate;
    }

    synchronized boolean happens() {
      return random.nextDouble() < rate;
    }
  }

  public SharedJournal(InstantSource clock, Courier courier, RoomPolicy policy, Trouble trouble) {
    this.clock = clock;
    this.courier = courier;
    this.policy = policy;
    this.trouble = trouble;
  }

  /** The way of one node to it. */
  public Journal of(String node) {
    return new NodeJournal(node);
  }

  /** A node has ended without a word: nothing comes from it or reaches it any more. */
  public void lose(String node) {
    lost.add(node);
    rooms.values().forEach(room -> room.lose(node));
  }

  /**
   * The rooms that this node has open cannot be followed there any more; it may open them again.
   */
  void interrupt(String node) {
    rooms.values().forEach(room -> room.interrupt(node));
  }

  /** What is stored of a room; every room that was ever asked for is there. */
  StoredRoom room(RoomName name) {
    return rooms.computeIfAbsent(
        name, _ -> new StoredRoom(clock, courier, policy, trouble, clock.millis()));
  }

  /** Whether such a room is stored and has a seat. */
  private boolean holds(RoomName name) {
    StoredRoom room = rooms.get(name);
    return room != null && !room.isEmpty();
  }

  /** Every node has what is stored, once all has been delivered; and so has one that comes new. */
  public void check() {
    rooms.values().forEach(StoredRoom::check);
  }

  /** Whether all rooms of which this is true have ended. */
  public boolean areEmpty(Predicate<RoomName> which) {
    return rooms.keySet().stream().filter(which).noneMatch(this::holds);
  }

  private final class NodeJournal implements Journal {
    private final String node;

    NodeJournal(String node) {
      this.node = node;
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public boolean mayHold(RoomName room) {
      return holds(room);
    }

    @Override
    public RoomJournal open(RoomName name, Follower follower) {
      StoredRoom room = room(name);
      StoredRoom.Subscription subscription = room.subscribe(node, follower);
      courier.bring(() -> {
        if (subscription.open()) {
          lost.forEach(follower::nodeLost);
        }
      });
      return new RoomJournal() {
        @Override
        public void append(Proposal proposal, Consumer<Outcome> outcome) {
          request(() -> room.append(proposal), outcome);
        }

        @Override
        public void tail(Consumer<Outcome> outcome) {
          request(room::tail, outcome);
        }

        @Override
        public void close() {
          room.unsubscribe(subscription);
        }
      };
    }

    private void request(Supplier<Outcome> request, Consumer<Outcome> outcome) {
      courier.send(() -> {
        if (!lost.contains(node)) {
          Outcome answer = request.get();
          courier.send(() -> outcome.accept(answer));
        }
      });
    }
  }
}
