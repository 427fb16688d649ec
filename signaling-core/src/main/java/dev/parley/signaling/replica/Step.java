package dev.parley.signaling.replica;

import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.PeerId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One atomic step of a room: the work of one thread between taking and releasing the room's lock,
 * and the work that it defers until after that. Created for each step, and confined to its thread.
 *
 * <p>Links, listeners and callbacks are called after the step: they may take other locks, or the
 * lock of another room.
 */
final class Step {
  private final InstantSource clock;
  private final FaultBarrier faults;
  private final List<Cursor> toFlush = new ArrayList<>(2); // most events concern one or two peers
  private List<Runnable> afterUnlock = List.of();
  private @Nullable Instant now;
  private List<Unfinished> unfinished = List.of();

  /** A replay that has reached the limit of a step before the end of the log. */
  record Unfinished(PeerId peer, Cursor cursor) {}

  Step(InstantSource clock, FaultBarrier faults) {
    this.clock = clock;
    this.faults = faults;
  }

  /** The time of the step, by the journal's clock. Read on demand, as few steps need it. */
  Instant now() {
    if (now == null) {
      now = clock.instant();
    }
    return now;
  }

  /** Flushes this cursor after the step, since it was offered something. */
  void flushLater(Cursor cursor) {
    toFlush.add(cursor);
  }

  /** Runs a task after the step, before cursors are flushed. */
  void afterUnlock(Runnable task) {
    afterUnlock = afterUnlock.isEmpty() ? new ArrayList<>(1) : afterUnlock;
    afterUnlock.add(task);
  }

  /** Continues a replay in a step of its own, so that other peers of the room need not wait. */
  void continueLater(PeerId peer, Cursor cursor) {
    unfinished = unfinished.isEmpty() ? new ArrayList<>(1) : unfinished;
    unfinished.add(new Unfinished(peer, cursor));
  }

  List<Unfinished> unfinished() {
    return unfinished;
  }

  /** Does the deferred work. Called without the room's lock. */
  void finish() {
    for (Runnable task : afterUnlock) {
      faults.isolate("completing a step", task);
    }
    for (Cursor cursor : toFlush) {
      faults.isolate("sending", cursor::flush);
    }
  }
}
