package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.room.RoomPolicy;
import dev.parley.signaling.shared.Courier;
import dev.parley.signaling.shared.SharedJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Orders of things on three nodes that share a journal, whose answers come late, twice or never.
 */
class SharedInterleavingTest {
  private static final int SEEDS = 2_000;
  private static final int STEPS = 250;
  private static final int PEERS = 4;
  private static final int NODES = 3;
  private static final Duration TICK = Duration.ofMillis(550);

  /** Longer than it takes to try again what was lost on the way, several times. */
  private static final Duration KEPT = SignalingBuilder.RESUME_WINDOW.minusSeconds(10);

  static final RoomPolicy POLICY =
      new RoomPolicy(
          1_000,
          1_000,
          1 << 20,
          1 << 20,
          SignalingBuilder.RESUME_WINDOW,
          SignalingBuilder.HEARTBEAT_TIMEOUT,
          SignalingBuilder.HISTORY_AGE,
          false);

  @Test
  void nothingIsLostRepeatedOrReorderedOnNodesThatShareAJournal() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        new World(seed).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** One order of things. */
  private static final class World {
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final boolean isReliable;
    private final Courier.ByHand courier;
    private final SharedJournal journal;
    private final List<Signaling> nodes = new ArrayList<>();
    private final List<CheckingPeer> peers = new ArrayList<>();

    World(int seed) {
      random = new Random(seed);
      isReliable = seed % 3 == 0;
      double trouble = isReliable ? 0 : 0.05;
      courier = new Courier.ByHand(random, trouble);
      journal =
          new SharedJournal(clock, courier, POLICY, new SharedJournal.Trouble(random, trouble));
      for (int i = 0; i < NODES; i++) {
        String name = "node" + i;
        nodes.add(
            Signaling.builder()
                .clock(clock)
                .limits(InterleavingTest.PATIENT)
                .node(name)
                .journal(journal.of(name))
                .build());
      }
      for (int i = 0; i < PEERS; i++) {
        String key = "peer-%d-0123456789abcdefgh".formatted(i);
        peers.add(new CheckingPeer(this::anyNode, clock, true, KEPT, key));
      }
    }

    private Signaling anyNode() {
      return nodes.get(random.nextInt(NODES));
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        happen(peers.get(random.nextInt(PEERS)));
        courier.deliver(random.nextInt(6));
        if (isReliable && random.nextInt(10) == 0) {
          courier.deliverAll();
          peers.forEach(CheckingPeer::hasSettled);
        }
      }
      settle();
    }

    private void happen(CheckingPeer peer) {
      switch (random.nextInt(20)) {
        case 0 -> peer.cut();
        case 1 -> peer.vanish();
        case 2 -> peer.beMissed();
        case 3 -> pass(Duration.ofMillis(random.nextInt(5_000)));
        case 4, 5, 6, 7, 8, 9, 10 -> peer.say(random);
        default -> {
          if (peer.isConnected()) {
            peer.hear(1 + random.nextInt(5));
          } else {
            peer.connect();
          }
        }
      }
    }

    /** No message takes as long as seats are kept. */
    private void pass(Duration time) {
      for (Duration left = time; left.isPositive(); left = left.minus(TICK)) {
        clock.advance(TICK);
        nodes.forEach(Signaling::tick);
        courier.deliverAll();
      }
    }

    /** In the end everybody is there, and has heard the last word of everybody. */
    private void settle() {
      peers.forEach(CheckingPeer::beMissed);
      hearAll();
      peers.forEach(CheckingPeer::say);
      hearAll();
      for (int i = 0; i < 20 && CheckingPeer.missing(peers) != null; i++) {
        pass(Duration.ofMillis(1_100)); // what was lost is sent again, what was taken acknowledged
        hearAll();
      }
      assertThat(CheckingPeer.missing(peers)).isNull();
      courier.deliverAll();
      journal.check();
    }

    private void hearAll() {
      for (int i = 0; i < 20; i++) {
        courier.deliverAll();
        for (CheckingPeer peer : peers) {
          if (peer.isConnected()) {
            peer.hear(1_000);
          } else {
            peer.connect();
          }
        }
      }
    }
  }
}
