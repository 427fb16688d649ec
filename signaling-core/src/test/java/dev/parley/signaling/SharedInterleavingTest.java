package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.room.RoomPolicy;
import dev.parley.signaling.shared.SharedJournal;
import dev.parley.signaling.shared.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random orders on three nodes with a shared journal that delays, repeats and loses answers. */
class SharedInterleavingTest {
  private static final int SEEDS = 2_000;
  private static final int STEPS = 250;
  private static final int PEERS = 4;
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
  private static final int NODES = 3;
  private static final Duration TICK = Duration.ofMillis(550);

  /** Certainly kept: leaves ten seconds for several retries of a lost proposal. */
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
  void noEventIsLostRepeatedOrReorderedOnSharedNodes() {
    Seeds.run(SEEDS, seed -> new World(seed).play());
  }

  /** One random order. */
  private static final class World {
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final boolean isReliable;
    private final SimulatedNetwork.Manual network;
    private final SharedJournal journal;
    private final List<Signaling> nodes = new ArrayList<>();
    private final List<VerifyingClient> peers = new ArrayList<>();

    World(int seed) {
      random = new Random(seed);
      isReliable = seed % 3 == 0;
      double trouble = isReliable ? 0 : 0.05;
      network = new SimulatedNetwork.Manual(random, trouble);
      journal =
          new SharedJournal(clock, network, POLICY, new SharedJournal.Trouble(random, trouble));
      for (int i = 0; i < NODES; i++) {
        String name = "node" + i;
        nodes.add(
            Signaling.builder()
                .clock(clock)
                .limits(TestLimits.HIGH_RATE)
                .node(name)
                .journal(journal.of(name))
                .build());
      }
      for (int i = 0; i < PEERS; i++) {
        String key = "peer-%d-0123456789abcdefgh".formatted(i);
        peers.add(new VerifyingClient(this::anyNode, clock, true, KEPT, key));
      }
    }

    private Signaling anyNode() {
      return nodes.get(random.nextInt(NODES));
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        peers.get(random.nextInt(PEERS)).act(random, MAX_PAUSE, this::pass);
        network.deliver(random.nextInt(6));
        if (isReliable && random.nextInt(10) == 0) {
          network.deliverAll();
          peers.forEach(VerifyingClient::hasSettled);
        }
      }
      settle();
    }

    /** Delivers all messages on each tick: none may take as long as seats are kept. */
    private void pass(Duration time) {
      for (Duration left = time; left.isPositive(); left = left.minus(TICK)) {
        clock.advance(TICK);
        nodes.forEach(Signaling::tick);
        network.deliverAll();
      }
    }

    /** Connects every peer, and checks that each has received the last message of each other. */
    private void settle() {
      peers.forEach(VerifyingClient::detectLoss);
      receiveAll();
      peers.forEach(VerifyingClient::send);
      receiveAll();
      for (int i = 0; i < 20 && VerifyingClient.missing(peers) != null; i++) {
        pass(Duration.ofMillis(1_100)); // retries lost proposals and sends acknowledgements
        receiveAll();
      }
      assertThat(VerifyingClient.missing(peers)).isNull();
      network.deliverAll();
      journal.check();
    }

    private void receiveAll() {
      for (int i = 0; i < 20; i++) {
        network.deliverAll();
        for (VerifyingClient peer : peers) {
          if (peer.isConnected()) {
            peer.receive(1_000);
          } else {
            peer.connect();
          }
        }
      }
    }
  }
}
