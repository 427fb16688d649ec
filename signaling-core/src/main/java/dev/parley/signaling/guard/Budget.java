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
    /**
     * More than half by this address, or more than there is by all, of which this address has more
     * than an equal part: nothing is taken that can wait.
     */
    FULL
  }

  private final long bound;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger sharers = new AtomicInteger();
  private final AtomicInteger holders = new AtomicInteger();

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
      if (bytes > 0 && mine.getAndAdd(bytes) == 0) {
        holders.incrementAndGet();
      } else if (bytes < 0 && mine.addAndGet(bytes) == 0) {
        holders.decrementAndGet();
      }
      Budget.this.take(bytes);
    }

    public void giveBack(long bytes) {
      take(-bytes);
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
      return isOverHalf() || Budget.this.isExceeded();
    }

    /** Whether this address alone holds more than half. */
    private boolean isOverHalf() {
      return mine.get() > bound / 2;
    }

    /**
     * Whether this address is one of those that are to let go of something: it holds more than
     * half, or too much is taken by all, and more than an equal part by this address.
     */
    public boolean isToGiveWay() {
      return isOverHalf()
          || (Budget.this.isExceeded() && mine.get() > bound / Math.max(1, holders.get()));
    }

    /** How close the bounds are. */
    public Pressure pressure() {
      long all = taken.get();
      if (isToGiveWay() || all > 2 * bound) {
        return Pressure.FULL;
      }
      return isOverQuarter() || all > bound / 4 * 3 ? Pressure.HIGH : Pressure.NONE;
    }

    /** Whether this address alone holds more than a quarter. */
    public boolean isOverQuarter() {
      return mine.get() > bound / 4;
    }

    /** Bytes that this address holds now. */
    public long taken() {
      return mine.get();
    }
  }
}
