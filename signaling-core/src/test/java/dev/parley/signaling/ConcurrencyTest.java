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

/** Each peer sends, receives and reconnects on its own thread; connections end at random. */
class ConcurrencyTest {
  private static final int PEERS = 6;
  private static final int STEPS = 4_000;

  private final Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();

  @Test
  void noEventIsLostRepeatedOrReorderedAcrossThreads() throws Exception {
    List<VerifyingClient> peers = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      peers.add(
          new VerifyingClient(
              () -> signaling,
              InstantSource.system(),
              true,
              SignalingBuilder.RESUME_WINDOW,
              "peer-%d-0123456789abcdefgh".formatted(i)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(PEERS)) {
      List<Future<?>> runs = new ArrayList<>();
      for (VerifyingClient peer : peers) {
        runs.add(threads.submit(() -> run(peer, new Random(peers.indexOf(peer)))));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
    peers.forEach(VerifyingClient::send);
    for (int i = 0; i < PEERS * STEPS; i++) {
      signaling.tick();
      peers.forEach(peer -> peer.receive(1_000));
      if (i > PEERS && VerifyingClient.missing(peers) == null) {
        return;
      }
    }
    assertThat(VerifyingClient.missing(peers)).isNull();
  }

  private void run(VerifyingClient peer, Random random) {
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(40)) {
        case 0 -> peer.cut();
        case 1 -> peer.vanish();
        case 2 -> peer.detectLoss();
        case 3 -> signaling.tick();
        case 4, 5, 6, 7, 8, 9 -> peer.send(random);
        default -> receiveOrConnect(peer);
      }
    }
    peer.detectLoss();
    receiveOrConnect(peer);
    peer.receive(1_000);
  }

  private static void receiveOrConnect(VerifyingClient peer) {
    if (peer.isConnected()) {
      peer.receive(10);
    } else {
      peer.connect();
    }
  }
}
