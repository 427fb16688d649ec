package dev.parley.signaling.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Observations published by many threads are neither lost, repeated nor reordered for any observer.
 */
class ObservationsThreadsTest {
  private static final RoomName ROOM = new RoomName("threads");
  private static final int PUBLISHERS = 8;
  private static final int EACH = 100_000;
  private static final int SUBSCRIPTIONS = 50_000;
  private static final int ROUNDS = 3_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final ExecutorService listeners = Executors.newFixedThreadPool(4);
  private final ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);

  @AfterEach
  void endThreads() {
    listeners.shutdownNow();
    publishers.shutdownNow();
  }

  /** Publishers overtake the observers of a buffer of two all the time. */
  @ParameterizedTest
  @ValueSource(ints = {2, 64, 8_192})
  void observedAndMissedAddUpToPublished(int size) throws Exception {
    Observations observations = new Observations(size, new FaultBarrier());
    Tally fast = new Tally(0);
    Tally slow = new Tally(1_000);
    observations.subscribe(listeners, fast);
    observations.subscribe(listeners, slow);
    publish(observations, 0, EACH);
    fast.await((long) PUBLISHERS * EACH);
    slow.await((long) PUBLISHERS * EACH);
    assertThat(fast.fault).isNull();
    assertThat(slow.fault).isNull();
    assertThat(fast.seen).isPositive();
    assertThat(slow.seen).isPositive();
  }

  /** Nothing is published after a round: a later observation would hide a lost wake-up. */
  @Test
  void noObserverMissesAWakeUp() throws Exception {
    Observations observations = new Observations(8, new FaultBarrier());
    Tally tally = new Tally(0);
    observations.subscribe(listeners, tally);
    for (int round = 1; round <= ROUNDS; round++) {
      publish(observations, round, round + 1);
      tally.await((long) round * PUBLISHERS);
    }
    assertThat(tally.fault).isNull();
  }

  /** An observation published during a subscription may be the last for a long time. */
  @Test
  void newSubscriptionsMissNoWakeUp() throws Exception {
    Observations observations = new Observations(8, new FaultBarrier());
    observations.subscribe(listeners, _ -> {});
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger published = new AtomicInteger();
    Future<?> publisher =
        publishers.submit(() -> {
          for (int round = 1; round <= SUBSCRIPTIONS; round++) {
            await(begun, round);
            observations.publish(relayed(0, round));
            published.set(round);
          }
        });
    for (int round = 1; round <= SUBSCRIPTIONS; round++) {
      begun.set(round);
      for (int i = 0; i < round % 64; i++) {
        Thread.onSpinWait(); // varies the moment of the subscription
      }
      try (Subscription subscription = observations.subscribe(listeners, _ -> {})) {
        await(published, round);
        await(() -> !subscription.isBehind());
      }
    }
    publisher.get();
  }

  @Test
  void subscriptionsBeginAndEndWhileOthersContinue() throws Exception {
    Observations observations = new Observations(64, new FaultBarrier());
    AtomicBoolean ended = new AtomicBoolean();
    Future<?> visits =
        listeners.submit(() -> {
          for (int number = 0; !ended.get(); number++) {
            Tally visitor = new Tally(0);
            try (Subscription _ = observations.subscribe(listeners, visitor)) {
              observations.publish(relayed(PUBLISHERS, number));
              visitor.awaitAtLeast(1);
            }
          }
        });
    for (int i = 0; i < 20; i++) {
      Tally tally = new Tally(0);
      try (Subscription _ = observations.subscribe(listeners, tally)) {
        publish(observations, 0, EACH / 100);
        tally.awaitAtLeast((long) PUBLISHERS * EACH / 100);
      }
      assertThat(tally.fault).isNull();
    }
    ended.set(true);
    visits.get();
    assertThat(observations.hasSubscribers()).isFalse();
  }

  private void publish(Observations observations, int from, int to) throws Exception {
    List<Future<?>> runs = new ArrayList<>();
    for (int i = 0; i < PUBLISHERS; i++) {
      int publisher = i;
      runs.add(
          publishers.submit(() -> {
            for (int number = from; number < to; number++) {
              observations.publish(relayed(publisher, number));
            }
          }));
    }
    for (Future<?> run : runs) {
      run.get();
    }
  }

  private static void await(AtomicInteger number, int least) {
    await(() -> number.get() >= least);
  }

  private static void await(BooleanSupplier condition) {
    long patience = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > patience) {
        throw new AssertionError("the condition did not hold in time");
      }
      Thread.onSpinWait();
    }
  }

  private static Observation relayed(int publisher, int number) {
    return new Observation.Relayed(ROOM, new PeerId("" + publisher), "message", number);
  }

  /** Counts observations; checks that calls do not overlap, and the order of each publisher. */
  private static final class Tally implements Observer {
    private final int slowness;
    private final AtomicBoolean inside = new AtomicBoolean();
    private final long[] last = new long[PUBLISHERS + 1];
    private long seen;
    private final AtomicLong accounted = new AtomicLong();
    private volatile @Nullable String fault;

    Tally(int slowness) {
      this.slowness = slowness;
      Arrays.fill(last, -1);
    }

    @Override
    public void observe(Observation observation) {
      if (!inside.compareAndSet(false, true)) {
        fault = "two at a time";
      }
      for (int i = 0; i < slowness; i++) {
        Thread.onSpinWait();
      }
      switch (observation) {
        case Observation.Missed(long count) -> account(count);
        case Observation.Relayed(_, PeerId from, _, long number) -> {
          check(Integer.parseInt(from.value()), number);
          seen++;
          account(1);
        }
        default -> fault = "not published: " + observation;
      }
      inside.set(false);
    }

    private void check(int publisher, long number) {
      if (number <= last[publisher]) {
        fault = "after " + last[publisher] + " of " + publisher + " came " + number;
      }
      last[publisher] = number;
    }

    private void account(long count) {
      if (count < 1) {
        fault = "missed " + count;
      }
      accounted.addAndGet(count);
    }

    void await(long published) {
      awaitAtLeast(published);
      assertThat(accounted.get()).isEqualTo(published);
    }

    void awaitAtLeast(long published) {
      ObservationsThreadsTest.await(() -> accounted.get() >= published);
    }
  }
}
