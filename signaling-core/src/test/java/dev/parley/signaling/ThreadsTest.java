package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Real threads, one for each peer, and connections that end at any moment. */
class ThreadsTest {
  private static final int PEERS = 6;
  private static final int STEPS = 4_000;

  private final Signaling signaling = Signaling.builder().limits(InterleavingTest.PATIENT).build();

  @Test
  void nothingIsLostRepeatedOrReorderedHoweverThreadsMeet() throws Exception {
    List<CheckingPeer> peers = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      peers.add(
          new CheckingPeer(
              () -> signaling,
              InstantSource.system(),
              true,
              SignalingBuilder.RESUME_WINDOW,
              "peer-%d-0123456789abcdefgh".formatted(i)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(PEERS)) {
      List<Future<?>> lives = new ArrayList<>();
      for (CheckingPeer peer : peers) {
        lives.add(threads.submit(() -> live(peer, new Random(peers.indexOf(peer)))));
      }
      for (Future<?> life : lives) {
        life.get();
      }
    }
    peers.forEach(CheckingPeer::say);
    for (int i = 0; i < PEERS * STEPS; i++) {
      signaling.tick();
      peers.forEach(peer -> peer.hear(1_000));
      if (i > PEERS && CheckingPeer.missing(peers) == null) {
        return;
      }
    }
    assertThat(CheckingPeer.missing(peers)).isNull();
  }

  private void live(CheckingPeer peer, Random random) {
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(40)) {
        case 0 -> peer.cut();
        case 1 -> peer.vanish();
        case 2 -> peer.beMissed();
        case 3 -> signaling.tick();
        case 4, 5, 6, 7, 8, 9 -> peer.say(random);
        default -> hearOrConnect(peer);
      }
    }
    peer.beMissed();
    hearOrConnect(peer);
    peer.hear(1_000);
  }

  private static void hearOrConnect(CheckingPeer peer) {
    if (peer.isConnected()) {
      peer.hear(10);
    } else {
      peer.connect();
    }
  }
}
