package dev.parley.signaling.replica;

import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.PeerId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One atomic step of a room: when it is, which cursors it flushes, and what follows it. */
final class Step {
  private final InstantSource clock;
  private final FaultBarrier faults;
  private final List<Cursor> toFlush = new ArrayList<>(2);
  private List<Runnable> afterUnlock = List.of();
  private @Nullable Instant now;
  private List<Unfinished> unfinished = List.of();

  /** A cursor that would take more of the log. */
  record Unfinished(PeerId peer, Cursor cursor) {}

  Step(InstantSource clock, FaultBarrier faults) {
    this.clock = clock;
    this.faults = faults;
  }

  /** When it is; most steps need not know. */
  Instant now() {
    if (now == null) {
      now = clock.instant();
    }
    return now;
  }

  void flushLater(Cursor cursor) {
    toFlush.add(cursor);
  }

  /** Runs this when no lock is held any more, before what was offered is sent. */
  void afterUnlock(Runnable task) {
    afterUnlock = afterUnlock.isEmpty() ? new ArrayList<>(1) : afterUnlock;
    afterUnlock.add(task);
  }

  /** A cursor would take more, but the others in the room are to have their turn before. */
  void continueLater(PeerId peer, Cursor cursor) {
    unfinished = unfinished.isEmpty() ? new ArrayList<>(1) : unfinished;
    unfinished.add(new Unfinished(peer, cursor));
  }

  List<Unfinished> unfinished() {
    return unfinished;
  }

  /** Does what follows the step, and sends what it has offered. */
  void finish() {
    for (Runnable task : afterUnlock) {
      faults.isolate("following a step", task);
    }
    for (Cursor cursor : toFlush) {
      faults.isolate("sending", cursor::flush);
    }
  }
}
