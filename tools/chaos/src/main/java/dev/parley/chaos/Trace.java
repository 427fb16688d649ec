package dev.parley.chaos;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The last of what somebody has gone through. */
final class Trace {
  private static final int LENGTH = 60;

  private final Deque<Note> notes = new ArrayDeque<>(); // guarded by this

  private record Note(long nanos, Object what) {}

  synchronized void note(Object what) {
    if (notes.size() == LENGTH) {
      notes.removeFirst();
    }
    notes.addLast(new Note(System.nanoTime(), what));
  }

  @Override
  public synchronized String toString() {
    long end = notes.isEmpty() ? 0 : notes.getLast().nanos;
    return notes.stream()
        .map(note ->
            "%,8d ms  %s%n".formatted(TimeUnit.NANOSECONDS.toMillis(note.nanos - end), note.what))
        .collect(Collectors.joining());
  }
}
