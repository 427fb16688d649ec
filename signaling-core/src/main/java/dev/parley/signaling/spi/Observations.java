package dev.parley.signaling.spi;

import dev.parley.signaling.guard.FaultBarrier;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The stream of observations. Any number of observers follow it, each at its own pace and on its
 * own executor; publishers wait for none of them.
 *
 * <p>All observers share a ring buffer of the latest observations, which exists only while there is
 * an observer. An observer that falls behind by more than the buffer receives {@link
 * Observation.Missed}.
 *
 * <p>Thread-safe. Publishing takes no lock, since it happens inside the steps of rooms.
 */
public final class Observations {
  /** Observations in the buffer; a power of two, so that a slot is found by a mask. */
  private static final int SIZE = 8_192;

  private final int size;
  private final FaultBarrier faults;
  private final Object change = new Object();

  /** Null while there is no observer. Written under {@code change}. */
  private volatile @Nullable RingBuffer ring;

  /** Written under {@code change}. */
  private final CopyOnWriteArrayList<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  /**
   * A stream without observers.
   *
   * @param faults contains the exceptions of observers
   */
  public Observations(FaultBarrier faults) {
    this(SIZE, faults);
  }

  Observations(int size, FaultBarrier faults) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("The size of the ring must be a power of two: " + size);
    }
    this.size = size;
    this.faults = faults;
  }

  /**
   * Whether there is an observer. Callers check it first, so that no observation is created in
   * vain.
   */
  public boolean hasSubscribers() {
    return ring != null;
  }

  /**
   * Publishes an observation to all subscribers. Lock-free; may be called by any thread, also with
   * a lock held.
   */
  public void publish(Observation observation) {
    RingBuffer followed = ring;
    if (followed != null) {
      followed.put(observation);
      subscriptions.forEach(Subscription::wake);
    }
  }

  /**
   * Delivers everything published from now on, in order and one at a time, in tasks of the
   * executor. At most one task is queued or running.
   *
   * <p>An observer or executor that throws an exception is reported, and receives the next
   * observations; a task that the executor rejected is submitted again with the next observation.
   *
   * <p>Publishers call the executor: one that blocks, or runs tasks on the calling thread, holds up
   * the rooms.
   */
  public Subscription subscribe(Executor executor, Observer observer) {
    Subscription subscription;
    synchronized (change) {
      RingBuffer followed = ring;
      if (followed == null) {
        followed = new RingBuffer(size);
        ring = followed;
      }
      subscription = new Subscription(followed, executor, observer, faults, this::leave);
      subscriptions.add(subscription);
    }
    subscription.wake(); // for observations published before publishers saw the subscription
    return subscription;
  }

  private void leave(Subscription subscription) {
    synchronized (change) {
      if (subscriptions.remove(subscription) && subscriptions.isEmpty()) {
        ring = null;
      }
    }
  }
}
