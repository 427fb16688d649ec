package dev.parley.signaling.room;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes that all clients share. Takers count what they hold, and give way when too much
 * is taken.
 */
public final class Budget {
  /** No single client address holds more than this part of a budget, so that others find room. */
  private static final int QUOTAS = 2;

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

  /** An equal part for each that has entered. */
  long share() {
    return bound / Math.max(1, sharers.get());
  }

  /** Whether more is taken than there is: those who hold much are to give way. */
  public boolean isExceeded() {
    return taken.get() > bound;
  }

  /** Bytes taken now. */
  public long taken() {
    return taken.get();
  }

  /** The part of this budget that one client address may take. */
  public Quota quota() {
    return new Quota();
  }

  /** What one client address takes of the budget: at most half of it. */
  public final class Quota {
    private final AtomicLong mine = new AtomicLong();

    private Quota() {}

    public void take(long bytes) {
      mine.addAndGet(bytes);
      Budget.this.take(bytes);
    }

    public void giveBack(long bytes) {
      mine.addAndGet(-bytes);
      Budget.this.giveBack(bytes);
    }

    /** Takes the bytes unless the address or all addresses together would hold too much. */
    public boolean tryTake(long bytes) {
      take(bytes);
      if (isExceeded()) {
        giveBack(bytes);
        return false;
      }
      return true;
    }

    /** Whether this address, or all addresses together, hold more than they may. */
    public boolean isExceeded() {
      return mine.get() > bound / QUOTAS || Budget.this.isExceeded();
    }

    /** Bytes that this address holds now. */
    public long taken() {
      return mine.get();
    }
  }
}
