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
 * A journal that stores bytes and serves several nodes, written against the interfaces alone. It
 * does often what a journal may do rarely: late, repeated and lost answers, conflicts, and failed
 * appends.
 */
public final class SharedJournal {
  private final InstantSource clock;
  private final SimulatedNetwork network;
  private final RoomPolicy policy;
  private final Trouble trouble;
  private final Map<RoomName, StoredRoom> rooms = new ConcurrentHashMap<>();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  /** Random faults: conflicts without a reason, unavailability, repeated entries. */
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

  public SharedJournal(
      InstantSource clock, SimulatedNetwork network, RoomPolicy policy, Trouble trouble) {
    this.clock = clock;
    this.network = network;
    this.policy = policy;
    this.trouble = trouble;
  }

  /** The journal as one node sees it. */
  public Journal of(String node) {
    return new NodeJournal(node);
  }

  /** A node fails: no message from it or to it is delivered any more. */
  public void lose(String node) {
    lost.add(node);
    rooms.values().forEach(room -> room.lose(node));
  }

  /** The open rooms of this node become unavailable there; the node may open them again. */
  void interrupt(String node) {
    rooms.values().forEach(room -> room.interrupt(node));
  }

  /** A stored room, created on the first access and never removed. */
  StoredRoom room(RoomName name) {
    return rooms.computeIfAbsent(
        name, _ -> new StoredRoom(clock, network, policy, trouble, clock.millis()));
  }

  /** Whether such a room is stored and has a seat. */
  private boolean holds(RoomName name) {
    StoredRoom room = rooms.get(name);
    return room != null && !room.isEmpty();
  }

  /** Once all is delivered, every node has the stored state, and so would a new one. */
  public void check() {
    rooms.values().forEach(StoredRoom::check);
  }

  /** Whether all rooms that match have ended. */
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
      network.sendReliably(() -> {
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
      network.send(() -> {
        if (!lost.contains(node)) {
          Outcome answer = request.get();
          network.send(() -> outcome.accept(answer));
        }
      });
    }
  }
}
