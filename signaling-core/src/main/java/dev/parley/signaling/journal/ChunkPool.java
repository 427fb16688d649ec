package dev.parley.signaling.journal;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Arrays for what logs keep, used again by one log when another has let them go: rooms come and go,
 * and the garbage collector need not know. What nobody has needed for long goes, a part with each
 * tick.
 */
public final class ChunkPool {
  static final int BYTES = 4096;

  /** A fiftieth with each of four ticks a second: after a minute, hardly any are left. */
  private static final int LET_GO_ONE_OF = 50;

  private final int most;
  private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** At most so many bytes are kept for later. */
  public ChunkPool(long bytes) {
    this.most = (int) Math.min(bytes / BYTES, Integer.MAX_VALUE);
  }

  /** What stood in it may still be there. */
  byte[] take() {
    byte[] chunk = free.poll();
    if (chunk == null) {
      return new byte[BYTES];
    }
    count.decrementAndGet();
    return chunk;
  }

  void release(byte[] chunk) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
    } else {
      free.add(chunk);
    }
  }

  /** Time has passed: some of what nobody has needed meanwhile is let go. */
  public void tick() {
    for (int left = count.get() / LET_GO_ONE_OF; left >= 0 && free.poll() != null; left--) {
      count.decrementAndGet();
    }
  }
}
