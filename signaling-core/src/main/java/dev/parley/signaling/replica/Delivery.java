package dev.parley.signaling.replica;

import dev.parley.signaling.journal.LoggedEvent;
import dev.parley.signaling.journal.ReplayResult;
import dev.parley.signaling.journal.RoomLog;
import dev.parley.signaling.protocol.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of events to a participant of this node that holds a seat: its cursor, and how far
 * in the log that cursor is. Between two polls there is no cursor.
 *
 * <p>A cursor is either live, and offered events as they happen; or behind, and offered events from
 * the log, in order, when it asks for more. A cursor that refuses an event falls behind; it becomes
 * live again within the step that reaches the end of the log. So no event is offered twice, and
 * none is left out.
 *
 * <p>Guarded by the replica's lock.
 */
final class Delivery {
  private final SeatHolder owner;
  private final long epoch;
  private @Nullable Cursor cursor;
  private long through; // counts while the cursor is behind
  private boolean live;
  private long bytesBehind;

  /** A delivery to a participant whose connection has held the seat since this epoch. */
  Delivery(SeatHolder owner, long epoch) {
    this.owner = owner;
    this.epoch = epoch;
  }

  long epoch() {
    return epoch;
  }

  @Nullable Cursor cursor() {
    return cursor;
  }

  boolean isOwnedBy(SeatHolder participant) {
    return owner.equals(participant);
  }

  /** Continues with another cursor, or none, that has everything up to this number. */
  void attach(@Nullable Cursor next, long number) {
    cursor = next;
    through = number;
    live = false;
    bytesBehind = 0;
  }

  /** Whether there is a cursor, and it is not live. */
  boolean isBehind() {
    return cursor != null && !live;
  }

  /** Offers a new event to a live cursor. For one that is behind, the event waits in the log. */
  void offer(LoggedEvent event, long maxLagBytes, Step step) {
    if (cursor == null) {
      return;
    }
    if (live && !cursor.offer(event)) {
      live = false;
      through = event.seq() - 1;
    }
    if (!live) {
      bytesBehind += event.length();
      if (bytesBehind > maxLagBytes) {
        cursor.lagged();
      }
    }
    step.flushLater(cursor);
  }

  /** Offers events from the log, until the cursor refuses one or the step has taken long enough. */
  void replay(RoomLog log, PeerId peer, Step step) {
    if (cursor == null) {
      return;
    }
    step.flushLater(cursor);
    if (!log.canResume(peer, through)) { // trimmed since: the client was too slow
      cursor.lagged();
      return;
    }
    ReplayResult result = log.replay(through, peer, cursor::offer);
    cursor.chargeReplay(result.cost());
    through = result.through();
    bytesBehind = Math.max(0, bytesBehind - result.delivered());
    if (through == log.last()) {
      live = true;
      bytesBehind = 0;
      cursor.caughtUp();
    } else if (!result.finished()) {
      step.continueLater(peer, cursor);
    }
  }
}
