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
     * More than half by this address; or three quarters by all, of which this address has more than
     * an equal part; or all of it: nothing is taken that can wait.
     */
    FULL
  }

  /** An address that holds less than this part of a budget holds little. */
  private static final int SMALL = 64;

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

  public void release(long bytes) {
    taken.addAndGet(-bytes);
  }

  public void addSharer() {
    sharers.incrementAndGet();
  }

  public void removeSharer() {
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

  /** Whether twice as much is taken as there is: those who hold little are to give way, too. */
  public boolean isFarExceeded() {
    return taken.get() > 2 * bound;
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

    public void release(long bytes) {
      take(-bytes);
    }

    /** Takes the bytes unless the address or all addresses together would hold too much. */
    public boolean tryTake(long bytes) {
      take(bytes);
      if (isExceeded()) {
        release(bytes);
        return false;
      }
      return true;
    }

    /** Whether no more may be taken: by this address, or by all. */
    public boolean isExceeded() {
      return isOverFairShare() || Budget.this.isExceeded();
    }

    /**
     * Whether this address is one of those that are to let go of something: it holds more than
     * half; or three quarters are taken, and it holds more than an equal part of them. So the last
     * quarter is left to addresses that hold little.
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

    /** How close the bounds are. */
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
