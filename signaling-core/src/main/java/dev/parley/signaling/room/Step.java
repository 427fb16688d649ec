package dev.parley.signaling.room;

import dev.parley.signaling.guard.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One atomic step of a room: when it is, and whose cursors it has moved. */
final class Step {
  private final Instant now;
  private final Faults faults;
  private final List<Cursor> moved = new ArrayList<>(2);
  private boolean unfinished;

  Step(Instant now, Faults faults) {
    this.now = now;
    this.faults = faults;
  }

  Instant now() {
    return now;
  }

  void moved(Cursor cursor) {
    moved.add(cursor);
  }

  /** A cursor would take more, but the others in the room are to have their turn before. */
  void unfinished() {
    unfinished = true;
  }

  boolean isUnfinished() {
    return unfinished;
  }

  /** Sends what the step has offered; no lock is held any more. */
  void flush() {
    for (Cursor cursor : moved) {
      faults.isolate("sending", cursor::flush);
    }
  }
}
