package dev.parley.signaling.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound on the bytes that all clients hold together. Bytes are counted, not reserved: holders
 * take them first, and release or refuse something if the budget turns out to be exceeded.
 *
 * <p>Thread-safe. Counting and asking are separate atomic operations, so that a bound may be
 * exceeded slightly by concurrent takers. That is cheaper than a lock on the relay path, and the
 * memory plan leaves room for it.
 */
public final class Budget {
  /** How much of a quota, or of the whole budget, is taken. */
  public enum Pressure {
    /** The address holds at most a quarter, and all together at most three quarters. */
    NONE,
    /**
     * The address holds more than a quarter, or all together hold more than three quarters. Holders
     * keep less for each client: an outbound queue accepts one event at a time.
     */
    HIGH,
    /** The quota is exceeded ({@link Quota#isExceeded}). Holders take only what cannot wait. */
    FULL
  }

  /**
   * An address that holds less than 1/64 of a budget is never over its fair share, however many
   * addresses hold bytes: otherwise a crowd of addresses could take the equal part down to nothing.
   */
  private static final int SMALL = 64;

  private final long bound;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger sharers = new AtomicInteger();
  private final AtomicInteger holders = new AtomicInteger();

  /**
   * An empty budget.
   *
   * @param bound its size in bytes
   */
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

  public void release(long bytes) {
    taken.addAndGet(-bytes);
  }

  /**
   * Counts one more holder for {@link #share}. Logs are sharers: each may keep a minimum while all
   * together are over budget.
   */
  public void addSharer() {
    sharers.incrementAndGet();
  }

  public void removeSharer() {
    sharers.decrementAndGet();
  }

  /** The size of the budget in bytes, divided by the number of sharers. */
  public long share() {
    return bound / Math.max(1, sharers.get());
  }

  /** Whether more than the bound is taken: large holders have to release bytes. */
  public boolean isExceeded() {
    return taken.get() > bound;
  }

  /** Whether more than twice the bound is taken: small holders have to release bytes, too. */
  public boolean isFarExceeded() {
    return taken.get() > 2 * bound;
  }

  public long taken() {
    return taken.get();
  }

  /** A new account for the part of this budget that one client address takes. */
  public Quota quota() {
    return new Quota();
  }

  /**
   * The bytes of the budget that one client address holds: at most half, so that one address cannot
   * lock all others out. Thread-safe.
   */
  public final class Quota {
    private final AtomicLong mine = new AtomicLong();

    private Quota() {}

    /**
     * Counts bytes as taken by this address, even if it is over its share; a negative number
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

    public void release(long bytes) {
      take(-bytes);
    }

    /** Takes the bytes, unless the quota would be exceeded by them; then takes none. */
    public boolean tryTake(long bytes) {
      take(bytes);
      if (isExceeded()) {
        release(bytes);
        return false;
      }
      return true;
    }

    /** Whether this address is over its fair share, or the whole budget is exceeded. */
    public boolean isExceeded() {
      return isOverFairShare() || Budget.this.isExceeded();
    }

    /**
     * Whether this address has to release something: it holds more than half of the budget; or more
     * than three quarters of the budget are taken, and it holds more than an equal part of those.
     * The last quarter is thus reserved for addresses that hold little.
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

    public Pressure pressure() {
      if (isExceeded()) {
        return Pressure.FULL;
      }
      return isOverQuarter() || isScarce() ? Pressure.HIGH : Pressure.NONE;
    }

    /** Whether this address alone holds more than a quarter of the budget. */
    public boolean isOverQuarter() {
      return mine.get() > bound / 4;
    }

    public long taken() {
      return mine.get();
    }
  }
}
