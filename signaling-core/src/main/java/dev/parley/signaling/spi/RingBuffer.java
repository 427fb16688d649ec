package dev.parley.signaling.spi;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest observations, numbered in the order in which they were published.
 *
 * <p>A publisher claims a number first, and then writes the slot of that number. Number and
 * observation are one object: a reader cannot take an earlier round's observation for a later one,
 * and a publisher that was held up in between cannot overwrite a later round's.
 */
final class RingBuffer {
  private final AtomicReferenceArray<@Nullable Numbered> slots;
  private final AtomicLong end = new AtomicLong();

  RingBuffer(int size) {
    this.slots = new AtomicReferenceArray<>(size);
  }

  void put(Observation observation) {
    write(claim(), observation);
  }

  /** Takes the next number; what is published later waits for it to be written. */
  long claim() {
    return end.getAndIncrement();
  }

  void write(long number, Observation observation) {
    Numbered latest = new Numbered(number, observation);
    int slot = slot(latest.number);
    Numbered there = slots.get(slot);
    while (there == null || there.number < latest.number) {
      if (slots.compareAndSet(slot, there, latest)) {
        return;
      }
      there = slots.get(slot); // another round's publisher came first
    }
  }

  /** The number that the next observation gets. */
  long end() {
    return end.get();
  }

  /** The lowest number that no later one can have overwritten yet. */
  long oldest() {
    return end.get() - slots.length();
  }

  /**
   * The observation of this number, or a later one if that has overwritten it, or null if it is not
   * there yet.
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
