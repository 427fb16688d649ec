package dev.parley.signaling.room;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes that many share: each takes what it needs, and gives way when too much is
 * taken.
 */
public final class Budget {
  private final long bound;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger sharers = new AtomicInteger();

  public Budget(long bound) {
    this.bound = bound;
  }

  long bound() {
    return bound;
  }

  public void take(long bytes) {
    taken.addAndGet(bytes);
  }

  public void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  void enter() {
    sharers.incrementAndGet();
  }

  void exit() {
    sharers.decrementAndGet();
  }

  /** What everybody who has entered could take at once. */
  long share() {
    return bound / Math.max(1, sharers.get());
  }

  /** Whether those who have taken much are to give way. */
  public boolean isExceeded() {
    return taken.get() > bound;
  }

  /** How much is taken. */
  public long taken() {
    return taken.get();
  }
}
