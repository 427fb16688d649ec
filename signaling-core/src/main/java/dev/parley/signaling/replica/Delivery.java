package dev.parley.signaling.replica;

import dev.parley.signaling.journal.LoggedEvent;
import dev.parley.signaling.journal.ReplayResult;
import dev.parley.signaling.journal.RoomLog;
import dev.parley.signaling.protocol.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * How a participant on this node holds its seat: by a cursor on the log, and how far that has been
 * offered what concerns its peer; or, between two polls, by none.
 *
 * <p>A cursor that takes no more for now falls behind: it is offered the rest out of the log when
 * it asks for more.
 */
final class Delivery {
  private final SeatHolder owner;
  private final long epoch;
  private @Nullable Cursor cursor;
  private long through;
  private boolean live;
  private long bytesBehind;

  /** A participant that holds its seat since this epoch. */
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

  /** Goes on with another cursor, which has been offered everything up to this number. */
  void attach(@Nullable Cursor next, long number) {
    cursor = next;
    through = number;
    live = false;
    bytesBehind = 0;
  }

  /** Whether its cursor is not offered events as they happen, but waits for them in the log. */
  boolean isBehind() {
    return cursor != null && !live;
  }

  /** The number up to which everything has been offered to a cursor that is not live. */
  long through() {
    return through;
  }

  /** Offers a new event, unless the cursor is behind, where it waits in the log. */
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

  /** Offers what the log has for a cursor that is behind, as much as it takes. */
  void replay(RoomLog log, PeerId peer, Step step) {
    if (cursor == null) {
      return;
    }
    step.flushLater(cursor);
    if (!log.canResume(peer, through)) {
      cursor.lagged();
      return;
    }
    ReplayResult replayed = log.replay(through, peer, cursor::offer);
    cursor.chargeReplay(replayed.cost());
    through = replayed.through();
    bytesBehind = Math.max(0, bytesBehind - replayed.delivered());
    if (through == log.last()) {
      live = true;
      bytesBehind = 0;
      cursor.caughtUp();
    } else if (!replayed.finished()) {
      step.continueLater(peer, cursor);
    }
  }
}
