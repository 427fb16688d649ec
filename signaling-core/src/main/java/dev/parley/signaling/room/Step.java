package dev.parley.signaling.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One atomic step of a room: when it is, and whose cursors it has moved. */
final class Step {
  private final Instant now;
  private final List<Cursor> moved = new ArrayList<>(2);

  Step(Instant now) {
    this.now = now;
  }

  Instant now() {
    return now;
  }

  void moved(Cursor cursor) {
    moved.add(cursor);
  }

  /** Sends what the step has offered; no lock is held any more. */
  void flush() {
    moved.forEach(Cursor::flush);
  }
}
