package dev.parley.signaling.spi;

import dev.parley.signaling.guard.FaultBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One listener's place in the stream of observations. */
public final class Subscription implements AutoCloseable {
  /** After so many, other tasks of the executor have their turn. */
  private static final int BATCH = 1_000;

  private final Executor executor;
  private final Observer observer;
  private final FaultBarrier faults;
  private final Consumer<Subscription> leave;

  /** Null once it is closed: whoever keeps the subscription does not keep the observations. */
  private volatile @Nullable RingBuffer ring;

  /** The number of the next observation; written by the turn alone. */
  private volatile long next;

  /** Whether there is a turn, on its way to the executor or on it. */
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

  /** Nothing more is shown, but for what is being shown at this moment. */
  @Override
  public void close() {
    ring = null;
    leave.accept(this);
  }

  /**
   * Begins a turn if there is something to see and no turn yet.
   *
   * <p>Publishers write first and then ask whether it is busy; a turn ends being busy first and
   * then looks for what was written. So one of the two sees the other.
   */
  void wake() {
    if (!busy.get() && isBehind() && busy.compareAndSet(false, true)) {
      begin(new Turn());
    }
  }

  boolean isBehind() {
    RingBuffer followed = ring;
    return followed != null && followed.from(next) != null;
  }

  private void begin(Turn turn) {
    try {
      executor.execute(turn);
    } catch (RuntimeException e) {
      turn.cancel();
      faults.report("handing observations to an executor", e);
    } catch (Error e) {
      turn.cancel();
      throw e;
    }
  }

  /** The next observation; null if there is none yet, or the publisher has yet to write it. */
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
      faults.report("observing", e);
    }
  }

  /** A task of the executor. It runs once or is cancelled, whatever the executor does with it. */
  private final class Turn implements Runnable {
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
