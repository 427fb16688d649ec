package dev.parley.signaling.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored contents of a room.
 *
 * @param last the number of the newest entry, or the one above which numbers begin
 * @param snapshot the state after some entry; null if there is none
 * @param entries oldest first: all after the snapshot, and those events before it that are still
 *     kept; without a snapshot, all since the room was empty
 * @param trimmed the number of the newest event that is no longer kept, or 0; ignored without a
 *     snapshot
 */
public record JournalContents(
    long last, @Nullable Snapshot snapshot, List<Entry> entries, long trimmed) {

  /** The contents for a room without seats. */
  public static JournalContents empty(long last) {
    return new JournalContents(last, null, List.of(), 0);
  }
}
