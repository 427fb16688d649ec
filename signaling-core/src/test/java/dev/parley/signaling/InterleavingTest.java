package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Thousands of random orders of requests, deliveries and closes. A seed reproduces its order. */
class InterleavingTest {
  private static final int SEEDS = 3_000;
  private static final int STEPS = 250;
  private static final int PEERS = 4;
  private static final Duration MAX_PAUSE = Duration.ofSeconds(20);

  @Test
  void noEventIsLostRepeatedOrReorderedWhenConnectionsEnd() {
    Seeds.run(SEEDS, seed -> new World(seed).play());
  }

  /** One random order. */
  private static final class World {
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final Signaling signaling;
    private final List<VerifyingClient> peers = new ArrayList<>();

    /** One seed in four has little memory, so that cursors fall behind; another has a short log. */
    World(int seed) {
      random = new Random(seed);
      SignalingBuilder builder = Signaling.builder().clock(clock).limits(TestLimits.HIGH_RATE);
      if (seed % 4 == 0) {
        builder.totalUnsentBytes(12_000);
      } else if (seed % 4 == 1) {
        builder.logBytes(3_000);
      }
      signaling = builder.build();
      for (int i = 0; i < PEERS; i++) {
        String key = "peer-%d-0123456789abcdefgh".formatted(i);
        peers.add(
            new VerifyingClient(
                () -> signaling, clock, seed % 4 > 1, SignalingBuilder.RESUME_WINDOW, key));
      }
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        peers.get(random.nextInt(PEERS)).act(random, MAX_PAUSE, this::pass);
      }
      settle();
    }

    private void pass(Duration time) {
      clock.advance(time);
      signaling.tick();
    }

    /** Connects every peer, and checks that each has received the last message of each other. */
    private void settle() {
      for (VerifyingClient peer : peers) {
        peer.detectLoss();
        if (!peer.isConnected()) {
          peer.connect();
        }
      }
      receiveAll();
      peers.forEach(VerifyingClient::send);
      receiveAll();
      pass(Duration.ofMillis(500));
      pass(Duration.ofMillis(500)); // by then, processed requests are acknowledged
      receiveAll();
      assertThat(VerifyingClient.missing(peers)).isNull();
    }

    private void receiveAll() {
      for (int i = 0; i < PEERS * STEPS; i++) {
        for (VerifyingClient peer : peers) {
          if (peer.isConnected()) {
            peer.receive(100);
          } else {
            peer.connect();
          }
        }
        if (i % PEERS == 0) {
          signaling.tick(); // events beyond the unsent budget wait for it
        }
      }
    }
  }
}
