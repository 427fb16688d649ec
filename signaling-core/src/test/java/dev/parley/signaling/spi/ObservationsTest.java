package dev.parley.signaling.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.guard.LogRecorder;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Order, loss and faults of observations, with executors that the test runs. */
class ObservationsTest {
  private static final int SIZE = 16;
  private static final int BATCH = 1_000;
  private static final int GC_ATTEMPTS = 50;

  private final ManualExecutor executor = new ManualExecutor();
  private final Observations observations = new Observations(SIZE, new FaultBarrier());
  private final List<Observation> seen = new ArrayList<>();

  @RegisterExtension private final LogRecorder log = new LogRecorder();

  @Test
  void observationsArriveInOrderOfPublication() {
    observations.subscribe(executor, seen::add);
    publish(1, SIZE);
    assertThat(seen).isEmpty();
    assertThat(executor.waiting()).isOne();
    executor.runAll();
    publish(SIZE + 1, SIZE + 3);
    executor.runAll();
    assertThat(seen).isEqualTo(relayed(1, SIZE + 3));
  }

  @Test
  void observersProceedAtTheirOwnPace() {
    ManualExecutor lazy = new ManualExecutor();
    List<Observation> seenLater = new ArrayList<>();
    observations.subscribe(executor, seen::add);
    publish(1, 2);
    observations.subscribe(lazy, seenLater::add);
    assertThat(lazy.waiting()).isZero();
    publish(3, 5);
    executor.runAll();
    assertThat(seen).isEqualTo(relayed(1, 5));
    assertThat(seenLater).isEmpty();
    publish(6, 6);
    lazy.runAll();
    executor.runAll();
    assertThat(seenLater).isEqualTo(relayed(3, 6));
    assertThat(seen).isEqualTo(relayed(1, 6));
  }

  @Test
  void slowObserversReceiveTheMissedCountAndContinue() {
    List<Observation> seenInTime = new ArrayList<>();
    observations.subscribe(executor, seen::add);
    observations.subscribe(Runnable::run, seenInTime::add);
    publish(1, 2);
    executor.run();
    publish(3, SIZE + 9);
    executor.runAll();
    publish(SIZE + 10, SIZE + 10);
    executor.runAll();
    List<Observation> expected = new ArrayList<>(relayed(1, 2));
    expected.add(new Observation.Missed(7));
    expected.addAll(relayed(10, SIZE + 10));
    assertThat(seen).isEqualTo(expected);
    assertThat(seenInTime).isEqualTo(relayed(1, SIZE + 10));
  }

  @Test
  void observersMissOnlyTheExcessOverTheBuffer() {
    observations.subscribe(executor, seen::add);
    publish(1, SIZE);
    executor.runAll();
    publish(SIZE + 1, 2 * SIZE);
    executor.runAll();
    publish(2 * SIZE + 1, 3 * SIZE + 1);
    executor.runAll();
    assertThat(seen.subList(0, 2 * SIZE)).isEqualTo(relayed(1, 2 * SIZE));
    assertThat(seen.get(2 * SIZE)).isEqualTo(new Observation.Missed(1));
  }

  @Test
  void otherTasksRunBetweenBatches() {
    Observations large = new Observations(new FaultBarrier());
    large.subscribe(executor, seen::add);
    for (int i = 0; i < 2 * BATCH + 1; i++) {
      large.publish(relayed(i));
    }
    executor.run();
    assertThat(seen).hasSize(BATCH);
    assertThat(executor.waiting()).isOne();
    executor.run();
    assertThat(seen).hasSize(2 * BATCH);
    executor.run();
    assertThat(seen).isEqualTo(relayed(0, 2 * BATCH));
    assertThat(executor.waiting()).isZero();
  }

  @Test
  void theBufferHolds8192Observations() {
    Observations large = new Observations(new FaultBarrier());
    large.subscribe(executor, seen::add);
    for (int i = 0; i < 8_192 + 5; i++) {
      large.publish(relayed(i));
    }
    executor.runAll();
    assertThat(seen).hasSize(1 + 8_192).first().isEqualTo(new Observation.Missed(5));
  }

  @Test
  void closedSubscriptionsReceiveNothing() {
    Subscription subscription = observations.subscribe(executor, seen::add);
    observations.subscribe(Runnable::run, _ -> {});
    publish(1, 3);
    subscription.close();
    subscription.close();
    executor.runAll();
    publish(4, 4);
    assertThat(executor.waiting()).isZero();
    assertThat(seen).isEmpty();
    assertThat(observations.hasSubscribers()).isTrue();
  }

  @Test
  void observersMayCloseTheirSubscription() {
    List<Subscription> own = new ArrayList<>();
    own.add(
        observations.subscribe(
            executor,
            observation -> {
              seen.add(observation);
              own.getFirst().close();
            }));
    publish(1, 3);
    executor.runAll();
    assertThat(seen).isEqualTo(relayed(1, 1));
    assertThat(observations.hasSubscribers()).isFalse();
  }

  @Test
  void rejectedTasksAreSubmittedAgainWithTheNextObservation() {
    observations.subscribe(executor, seen::add);
    List<Observation> seenByOther = new ArrayList<>();
    observations.subscribe(Runnable::run, seenByOther::add);
    executor.reject(1);
    publish(1, 1);
    assertThat(executor.waiting()).isZero();
    publish(2, 3);
    executor.runAll();
    assertThat(seen).isEqualTo(relayed(1, 3));
    assertThat(seenByOther).isEqualTo(relayed(1, 3));
    assertThat(log.records())
        .extracting(LogRecord::getThrown)
        .singleElement()
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void observersThatThrowReceiveTheNextObservation() {
    observations.subscribe(
        executor,
        observation -> {
          seen.add(observation);
          throw new IllegalStateException("a defect");
        });
    publish(1, 3);
    executor.runAll();
    assertThat(seen).isEqualTo(relayed(1, 3));
    assertThat(log.records())
        .extracting(LogRecord::getThrown)
        .singleElement()
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void errorsPropagateAndTheNextObservationArrives() {
    observations.subscribe(
        executor,
        observation -> {
          seen.add(observation);
          throw new StackOverflowError("fatal");
        });
    publish(1, 2);
    assertThatExceptionOfType(StackOverflowError.class).isThrownBy(executor::run);
    assertThatExceptionOfType(StackOverflowError.class).isThrownBy(executor::run);
    assertThat(seen).isEqualTo(relayed(1, 2));
    assertThat(executor.waiting()).isZero();
  }

  @Test
  void tasksThatRunAndAreRejectedOrRunTwiceCountOnce() {
    List<Runnable> tasks = new ArrayList<>();
    observations.subscribe(
        task -> {
          tasks.add(task);
          if (tasks.size() == 1) {
            task.run();
            publish(2, 2);
            throw new RejectedExecutionException("too late");
          }
        },
        seen::add);
    publish(1, 1);
    publish(3, 3);
    assertThat(tasks).hasSize(2);
    tasks.getFirst().run();
    assertThat(seen).isEqualTo(relayed(1, 1));
    tasks.getLast().run();
    assertThat(seen).isEqualTo(relayed(1, 3));
  }

  @Test
  void withoutSubscribersNothingIsBuffered() throws InterruptedException {
    assertThat(observations.hasSubscribers()).isFalse();
    publish(1, 1);
    Subscription subscription = observations.subscribe(executor, seen::add);
    assertThat(executor.waiting()).isZero();
    WeakReference<Observation> published = publishOne();
    assertThat(published.get()).isNotNull();
    subscription.close(); // its task is still in the executor
    assertThat(observations.hasSubscribers()).isFalse();
    for (int i = 0; i < GC_ATTEMPTS && published.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(published.get()).isNull();
    assertThat(executor.waiting()).isOne();
    observations.subscribe(Runnable::run, seen::add);
    publish(5, 5);
    executor.runAll();
    subscription.close();
    assertThat(seen).isEqualTo(relayed(5, 5));
  }

  @Test
  void bufferSizesMustBePowersOfTwo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Observations(12, new FaultBarrier()))
        .withMessageContaining("power of two");
  }

  private WeakReference<Observation> publishOne() {
    Observation observation = relayed(77);
    observations.publish(observation);
    return new WeakReference<>(observation);
  }

  private void publish(int from, int to) {
    relayed(from, to).forEach(observations::publish);
  }

  private static List<Observation> relayed(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(ObservationsTest::relayed).toList();
  }

  private static Observation relayed(int number) {
    return new Observation.Relayed(new RoomName("seen"), new PeerId("ann"), "message", number);
  }
}
