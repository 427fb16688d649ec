package dev.parley.signaling.room;

/**
 * A cursor on the log, and how far it has been offered what concerns its peer. A cursor that takes
 * no more for now falls behind: it is offered the rest out of the log when it asks for more.
 */
final class Attachment {
  private final Cursor cursor;
  private long through;
  private boolean live;
  private long bytesBehind;

  /** A cursor that has been offered everything up to this number. */
  Attachment(Cursor cursor, long through) {
    this.cursor = cursor;
    this.through = through;
  }

  Cursor cursor() {
    return cursor;
  }

  /** Whether it is offered events as they happen. */
  boolean isLive() {
    return live;
  }

  /** The number up to which everything has been offered to a cursor that is not live. */
  long through() {
    return through;
  }

  /** Offers a new event, unless the cursor is behind, where it waits in the log. */
  void offer(RoomLog.Entry entry, long mostBehind) {
    if (live && !cursor.offer(entry)) {
      live = false;
      through = entry.seq() - 1;
    }
    if (!live) {
      bytesBehind += entry.length();
      if (bytesBehind > mostBehind) {
        cursor.lagged();
      }
    }
  }

  /** Everything up to this number has been offered, so many bytes of events since the last time. */
  void advance(long number, long bytes, boolean toTheEnd) {
    through = number;
    bytesBehind = Math.max(0, bytesBehind - bytes);
    if (toTheEnd) {
      live = true;
      bytesBehind = 0;
      cursor.caughtUp();
    }
  }
}
