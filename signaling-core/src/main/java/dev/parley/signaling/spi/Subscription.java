package dev.parley.signaling.spi;

import dev.parley.signaling.guard.FaultBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An observer's position in the stream of observations.
 *
 * <p>State machine: {@code busy} is true while a {@link DrainTask} is queued on the executor or
 * running. Only that task advances {@code next}, so that the observer is called by one thread at a
 * time.
 */
public final class Subscription implements AutoCloseable {
  /** Observations per task; then other tasks of the executor have their turn. */
  private static final int BATCH = 1_000;

  private final Executor executor;
  private final Observer observer;
  private final FaultBarrier faults;
  private final Consumer<Subscription> leave;

  /** Null once closed, so that a retained subscription does not retain observations. */
  private volatile @Nullable RingBuffer ring;

  /** The number of the next observation. Written by the running task alone. */
  private volatile long next;

  /** Whether a task is queued or running. */
  private final AtomicBoolean busy = new AtomicBoolean();

  Subscription(
      RingBuffer ring,
      Executor executor,
      Observer observer,
      FaultBarrier faults,
      Consumer<Subscription> leave) {
    this.executor = executor;
    this.observer = observer;
    this.faults = faults;
    this.leave = leave;
    this.ring = ring;
    this.next = ring.end();
  }

  /**
   * Ends the subscription. An observation that is being delivered at this moment is the last one.
   */
  @Override
  public void close() {
    ring = null;
    leave.accept(this);
  }

  /**
   * Submits a task if there is something to deliver and no task yet.
   *
   * <p>No wake-up is lost: a publisher writes the slot first and reads {@code busy} then; a task
   * clears {@code busy} first and reads the slot then. At least one of the two sees the other's
   * write.
   */
  void wake() {
    if (!busy.get() && isBehind() && busy.compareAndSet(false, true)) {
      begin(new DrainTask());
    }
  }

  /** Whether there is an observation that was not delivered yet. */
  boolean isBehind() {
    RingBuffer followed = ring;
    return followed != null && followed.from(next) != null;
  }

  private void begin(DrainTask task) {
    try {
      executor.execute(task);
    } catch (RuntimeException e) {
      task.cancel();
      faults.report("submitting observations to an executor", e);
    } catch (Error e) {
      task.cancel();
      throw e;
    }
  }

  /** The next observation; null if there is none, or its publisher has not written it yet. */
  private @Nullable Observation take() {
    RingBuffer followed = ring;
    if (followed == null) {
      return null;
    }
    long wanted = next;
    RingBuffer.Numbered found = followed.from(wanted);
    if (found == null) {
      return null;
    }
    if (found.number() == wanted) {
      next = wanted + 1;
      return found.observation();
    }
    long oldest = followed.oldest();
    next = oldest;
    return new Observation.Missed(oldest - wanted);
  }

  private void show(Observation observation) {
    try {
      observer.observe(observation);
    } catch (RuntimeException e) {
      faults.report("calling an observer", e);
    }
  }

  /**
   * A task of the executor. It runs once or is cancelled, whatever the executor does with it: some
   * executors run a task and throw as well.
   */
  private final class DrainTask implements Runnable {
    private final AtomicBoolean used = new AtomicBoolean();

    @Override
    public void run() {
      if (!used.compareAndSet(false, true)) {
        return;
      }
      try {
        showBatch();
      } finally {
        busy.set(false);
        wake();
      }
    }

    private void showBatch() {
      for (int shown = 0; shown < BATCH; shown++) {
        Observation observation = take();
        if (observation == null) {
          return;
        }
        show(observation);
      }
    }

    private void cancel() {
      if (used.compareAndSet(false, true)) {
        busy.set(false);
      }
    }
  }
}
