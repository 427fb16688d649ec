package dev.parley.signaling.journal;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Arrays for logs, passed on from one log to the next: rooms come and go, and the garbage collector
 * need not promote and collect their memory each time. Chunks that nobody has needed for a while
 * are freed, a part with each tick.
 *
 * <p>Thread-safe: a concurrent queue and an atomic count.
 */
public final class ChunkPool {
  static final int BYTES = 4096;

  /** A fiftieth with each of four ticks a second: hardly any are left after a minute. */
  private static final int LET_GO_ONE_OF = 50;

  private final int most;
  private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** A pool that keeps at most this many bytes. */
  public ChunkPool(long bytes) {
    this.most = (int) Math.min(bytes / BYTES, Integer.MAX_VALUE);
  }

  /** A chunk with undefined contents. */
  byte[] take() {
    byte[] chunk = free.poll();
    if (chunk == null) {
      return new byte[BYTES];
    }
    count.decrementAndGet();
    return chunk;
  }

  /** Returns a chunk to the pool. */
  void release(byte[] chunk) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
    } else {
      free.add(chunk);
    }
  }

  /** Frees some of the chunks that nobody has needed. */
  public void tick() {
    for (int left = count.get() / LET_GO_ONE_OF; left >= 0 && free.poll() != null; left--) {
      count.decrementAndGet();
    }
  }
}
