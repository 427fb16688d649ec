package dev.parley.signaling.room;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes that many share: each takes what it needs, and gives way when too much is
 * taken.
 */
public final class Budget {
  private final long bound;
  private final AtomicLong taken = new AtomicLong();

  public Budget(long bound) {
    this.bound = bound;
  }

  public void take(long bytes) {
    taken.addAndGet(bytes);
  }

  public void giveBack(long bytes) {
    taken.addAndGet(-bytes);
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
