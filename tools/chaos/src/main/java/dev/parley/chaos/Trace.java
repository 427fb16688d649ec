package dev.parley.chaos;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The latest messages and connection changes of a client, for the report of a failure. */
final class Trace {
  private static final int MAX_ENTRIES = 60;

  private final Deque<Entry> entries = new ArrayDeque<>(); // guarded by this

  private record Entry(long nanos, Object content) {}

  synchronized void add(Object content) {
    if (entries.size() == MAX_ENTRIES) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(System.nanoTime(), content));
  }

  /** Returns a line for each entry, with its time before the last one. */
  @Override
  public synchronized String toString() {
    long end = entries.isEmpty() ? 0 : entries.getLast().nanos;
    return entries.stream()
        .map(entry ->
            "%,8d ms  %s%n"
                .formatted(TimeUnit.NANOSECONDS.toMillis(entry.nanos - end), entry.content))
        .collect(Collectors.joining());
  }
}
