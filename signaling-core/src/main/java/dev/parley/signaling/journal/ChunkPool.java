package dev.parley.signaling.journal;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reusable arrays for logs. Rooms are short-lived, but their logs live long enough to be promoted
 * to the old generation: reuse spares the garbage collector that work. Each tick frees a part of
 * the unused chunks.
 *
 * <p>Thread-safe: a concurrent queue and an atomic count.
 */
public final class ChunkPool {
  static final int BYTES = 4096;

  /**
   * A fiftieth with each of four ticks a second: less than one in a hundred is left after a minute.
   */
  private static final int FREE_ONE_IN = 50;

  private final int maxChunks;
  private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * An empty pool.
   *
   * @param bytes the most bytes that it keeps
   */
  public ChunkPool(long bytes) {
    this.maxChunks = (int) Math.min(bytes / BYTES, Integer.MAX_VALUE);
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
    if (count.incrementAndGet() > maxChunks) {
      count.decrementAndGet();
    } else {
      free.add(chunk);
    }
  }

  /** Frees a part of the unused chunks. */
  public void tick() {
    for (int left = count.get() / FREE_ONE_IN; left >= 0 && free.poll() != null; left--) {
      count.decrementAndGet();
    }
  }
}
