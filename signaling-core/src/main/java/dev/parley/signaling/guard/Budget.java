package dev.parley.signaling.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes that all clients share, counted but not reserved: holders take what they need,
 * ask whether the budget is exceeded, and release something if it is.
 *
 * <p>Thread-safe. Counting and asking are separate atomic operations, so that a bound may be
 * exceeded slightly by concurrent takers. That is cheaper than a lock on the relay path, and the
 * memory plan leaves room for it.
 */
public final class Budget {
  /** How much of a quota, or of the whole budget, is taken. */
  public enum Pressure {
    /** Holders take what they like. */
    NONE,
    /**
     * One address holds more than a quarter, or all hold more than three quarters: less is taken
     * for each client.
     */
    HIGH,
    /**
     * The address holds more than half; or all hold more than three quarters, of which the address
     * has more than an equal part; or all of it is taken: nothing is taken that can wait.
     */
    FULL
  }

  /** An address that holds less than this fraction of a budget need never give way. */
  private static final int SMALL = 64;

  private final long bound;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger sharers = new AtomicInteger();
  private final AtomicInteger holders = new AtomicInteger();

  /** A budget of so many bytes. */
  public Budget(long bound) {
    this.bound = bound;
  }

  /** The size of the budget in bytes. */
  public long bound() {
    return bound;
  }

  /** Counts bytes as taken, even if the budget is exceeded by them. */
  public void take(long bytes) {
    taken.addAndGet(bytes);
  }

  /** Counts bytes as free again. */
  public void release(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** Adds a holder to those among which {@link #share} divides the budget. */
  public void addSharer() {
    sharers.incrementAndGet();
  }

  /** Removes a holder. */
  public void removeSharer() {
    sharers.decrementAndGet();
  }

  /** An equal part for each sharer, in bytes. */
  public long share() {
    return bound / Math.max(1, sharers.get());
  }

  /** Whether more is taken than there is. Holders of much give way first. */
  public boolean isExceeded() {
    return taken.get() > bound;
  }

  /** Whether twice the budget is taken: holders of little give way, too. */
  public boolean isFarExceeded() {
    return taken.get() > 2 * bound;
  }

  /** Bytes taken now. */
  public long taken() {
    return taken.get();
  }

  /** A new account for the part of this budget that one client address takes. */
  public Quota quota() {
    return new Quota();
  }

  /**
   * The part of the budget that one client address takes: at most half, so that other addresses
   * find room. Thread-safe.
   */
  public final class Quota {
    private final AtomicLong mine = new AtomicLong();

    private Quota() {}

    /**
     * Counts bytes as taken by this address, even if it exceeds its part by them; a negative number
     * releases them.
     */
    public void take(long bytes) {
      if (bytes > 0 && mine.getAndAdd(bytes) == 0) {
        holders.incrementAndGet();
      } else if (bytes < 0 && mine.addAndGet(bytes) == 0) {
        holders.decrementAndGet();
      }
      Budget.this.take(bytes);
    }

    /** Counts bytes as free again. */
    public void release(long bytes) {
      take(-bytes);
    }

    /** Takes the bytes unless this address, or all addresses together, would then hold too much. */
    public boolean tryTake(long bytes) {
      take(bytes);
      if (isExceeded()) {
        release(bytes);
        return false;
      }
      return true;
    }

    /** Whether this address may take no more, because of what it holds or of what all hold. */
    public boolean isExceeded() {
      return isOverFairShare() || Budget.this.isExceeded();
    }

    /**
     * Whether this address has to release something: it holds more than half; or three quarters are
     * taken, and it holds more than an equal part of them. The last quarter is thereby left to
     * addresses that hold little.
     */
    public boolean isOverFairShare() {
      long own = mine.get();
      return own > bound / 2 || (isScarce() && own > Math.max(bound / SMALL, equalPart()));
    }

    private boolean isScarce() {
      return taken.get() > bound / 4 * 3;
    }

    private long equalPart() {
      return bound / 4 * 3 / Math.max(1, holders.get());
    }

    /** How close this address, or all together, are to the bounds. */
    public Pressure pressure() {
      if (isExceeded()) {
        return Pressure.FULL;
      }
      return isOverQuarter() || isScarce() ? Pressure.HIGH : Pressure.NONE;
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
