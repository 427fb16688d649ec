package dev.parley.signaling.spi;

import dev.parley.signaling.guard.FaultBarrier;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one stream of all that is observed. Any number of listeners follow it, each at its own pace
 * and on its own executor; publishers wait for none of them.
 *
 * <p>All listeners share a ring of the latest observations, which exists as long as anybody
 * follows. A listener that falls behind by more than the ring is told how many it has missed.
 */
public final class Observations {
  private static final int SIZE = 8_192;

  private final int size;
  private final FaultBarrier faults;
  private final Object change = new Object();

  /** Changes with the lock held, and only to add or to take away a ring. */
  private volatile @Nullable RingBuffer ring;

  /** Changes with the lock held. */
  private final CopyOnWriteArrayList<Subscription> subscriptions = new CopyOnWriteArrayList<>();

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

  /** Whether anybody listens: where nobody does, an observation need not be made. */
  public boolean hasSubscribers() {
    return ring != null;
  }

  /** Shows this to all who follow. It takes no lock, and may be called by any thread. */
  public void publish(Observation observation) {
    RingBuffer followed = ring;
    if (followed != null) {
      followed.put(observation);
      subscriptions.forEach(Subscription::wake);
    }
  }

  /**
   * Shows the observer all that is published from now on, in order and one at a time, by tasks of
   * this executor, of which at most one is waiting at a time. An observer or executor that throws
   * an exception is reported, and gets what comes next; what an executor has rejected is tried
   * again with the next observation.
   *
   * <p>Publishers call the executor: one that makes its callers wait or work slows the rooms.
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
    subscription.wake(); // for what was published before publishers knew of it
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
