package dev.parley.signaling.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes that all clients share. Takers count what they hold, and give way when too much
 * is taken.
 */
public final class Budget {
  /** How much of a quota, or of the whole budget, is taken. */
  public enum Pressure {
    NONE,
    /**
     * More than a quarter by one address, or three quarters by all: less is taken for each client.
     */
    HIGH,
    /** More than half by one address, or all of it: nothing is taken that can wait. */
    FULL
  }

  private final long bound;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger sharers = new AtomicInteger();

  public Budget(long bound) {
    this.bound = bound;
  }

  public long bound() {
    return bound;
  }

  public void take(long bytes) {
    taken.addAndGet(bytes);
  }

  public void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  public void enter() {
    sharers.incrementAndGet();
  }

  public void exit() {
    sharers.decrementAndGet();
  }

  /** An equal part for each that has entered. */
  public long share() {
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

  /** The part that one client address takes: at most half, so that others find room. */
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
      return pressure() == Pressure.FULL;
    }

    /** How close the bounds are. */
    public Pressure pressure() {
      long own = mine.get();
      long all = taken.get();
      if (isOverHalf() || all > bound) {
        return Pressure.FULL;
      }
      return own > bound / 4 || all > bound / 4 * 3 ? Pressure.HIGH : Pressure.NONE;
    }

    /** Whether this address alone holds more than its part. */
    public boolean isOverHalf() {
      return mine.get() > bound / 2;
    }

    /** Bytes that this address holds now. */
    public long taken() {
      return mine.get();
    }
  }
}
