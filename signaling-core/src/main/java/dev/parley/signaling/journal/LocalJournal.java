package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Fact;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The journal of a node that shares its rooms with no other. It numbers facts and stores nothing,
 * since the replica is the only copy. Every proposal is appended before {@link RoomJournal#append}
 * returns: the room's lock is held, so nothing can have come between, and conditions hold.
 */
public final class LocalJournal implements Journal {
  private final InstantSource clock;

  /** The highest number of any room that has ended. */
  private final AtomicLong ended = new AtomicLong();

  /** A journal that stamps entries by this clock. */
  public LocalJournal(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public boolean mayHold(RoomName room) {
    return false;
  }

  /**
   * Numbers begin with the time in milliseconds, and above those of all rooms that have ended: a
   * cursor into an earlier room, even from before a restart of the server, must not fit into a new
   * one.
   */
  @Override
  public RoomJournal open(RoomName room, Follower follower) {
    long start = Math.max(clock.millis(), ended.get());
    follower.opened(JournalContents.empty(start));
    return new LocalRoom(follower, start);
  }

  /** Guarded by the lock of the replica, its only caller. */
  private final class LocalRoom implements RoomJournal {
    private final Follower follower;
    private long last;

    LocalRoom(Follower follower, long start) {
      this.follower = follower;
      this.last = start;
    }

    @Override
    public void append(Proposal proposal, Consumer<Outcome> outcome) {
      Instant now = clock.instant();
      for (Fact fact : proposal.facts()) {
        last++;
        follower.apply(new Entry(last, now, fact));
      }
      outcome.accept(new Outcome.Appended(last));
    }

    @Override
    public void tail(Consumer<Outcome> outcome) {
      outcome.accept(new Outcome.Conflict(last));
    }

    @Override
    public void close() {
      ended.accumulateAndGet(last, Math::max);
    }
  }
}
