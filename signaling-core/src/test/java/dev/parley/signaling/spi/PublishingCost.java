package dev.parley.signaling.spi;

import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A program that prints the cost of publishing without an observer, and with one slow observer. */
final class PublishingCost {
  private static final int COUNT = 5_000_000;
  private static final int ROUNDS = 5;

  private PublishingCost() {}

  public static void main(String[] arguments) {
    Observations observations = new Observations(new FaultBarrier());
    print("no observer", observations);
    try (ExecutorService executor = Executors.newSingleThreadExecutor();
        Subscription _ = observations.subscribe(executor, _ -> LockSupport.parkNanos(1_000_000))) {
      print("one slow observer", observations);
    }
  }

  private static void print(String label, Observations observations) {
    Observation observation =
        new Observation.Relayed(new RoomName("cost"), new PeerId("ann"), "message", 100);
    for (int round = 1; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < COUNT; i++) {
        observations.publish(observation);
      }
      double nanos = (double) (System.nanoTime() - start) / COUNT;
      System.out.println(label + ", round " + round + ": " + nanos + " ns per observation");
    }
  }
}
