package dev.parley.signaling.spi;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest observations, numbered in the order of publication; older ones are overwritten.
 *
 * <p>A publisher first claims a number, then writes the slot of that number. Number and observation
 * are one object in the slot: thereby a reader cannot mistake an observation of an earlier round
 * for a later one, and a publisher that was suspended in between cannot overwrite a later round.
 */
final class RingBuffer {
  private final AtomicReferenceArray<@Nullable Numbered> slots;
  private final AtomicLong end = new AtomicLong();

  /** A buffer whose size is a power of two. */
  RingBuffer(int size) {
    this.slots = new AtomicReferenceArray<>(size);
  }

  /** Publishes an observation under the next number. */
  void put(Observation observation) {
    write(claim(), observation);
  }

  /** Takes the next number. Readers wait at this number until it is written. */
  long claim() {
    return end.getAndIncrement();
  }

  /** Writes a claimed number, unless a later round has already overwritten its slot. */
  void write(long number, Observation observation) {
    Numbered latest = new Numbered(number, observation);
    int slot = slot(latest.number);
    Numbered there = slots.get(slot);
    while (there == null || there.number < latest.number) {
      if (slots.compareAndSet(slot, there, latest)) {
        return;
      }
      there = slots.get(slot); // a publisher of another round came first
    }
  }

  /** The number that the next observation gets. */
  long end() {
    return end.get();
  }

  /** The lowest number that cannot have been overwritten yet. */
  long oldest() {
    return end.get() - slots.length();
  }

  /**
   * The observation with this number, or a later one if that has overwritten it, or null if it is
   * not written yet.
   */
  @Nullable Numbered from(long number) {
    Numbered there = slots.get(slot(number));
    return there == null || there.number < number ? null : there;
  }

  private int slot(long number) {
    return (int) (number & (slots.length() - 1));
  }

  record Numbered(long number, Observation observation) {}
}
