package dev.parley.chaos;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** A count for each constant of an enum. Thread-safe. */
final class Counter<T extends Enum<T>> {
  private final Map<T, LongAdder> counts = new ConcurrentHashMap<>();
  private final T[] kinds;

  Counter(Class<T> kinds) {
    this.kinds = kinds.getEnumConstants();
  }

  void count(T kind) {
    counts.computeIfAbsent(kind, _ -> new LongAdder()).increment();
  }

  long of(T kind) {
    LongAdder count = counts.get(kind);
    return count == null ? 0 : count.sum();
  }

  long sum() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  @Override
  public String toString() {
    return Arrays.stream(kinds)
        .map(kind -> "%s %,d".formatted(kind, of(kind)))
        .collect(Collectors.joining(", "));
  }
}
