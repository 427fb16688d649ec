package dev.parley.signaling.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a journal keeps of a room.
 *
 * @param last the number of the newest entry, or the one above which numbers begin
 * @param snapshot what was true after some entry, if there is a snapshot
 * @param entries those that are kept, oldest first: all after the snapshot, and events before it as
 *     far as they are kept; without a snapshot, all since the room was empty
 * @param trimmed the number of the newest event that is not kept any more, 0 if there is none;
 *     counts with a snapshot only
 */
public record JournalContents(
    long last, @Nullable Snapshot snapshot, List<Entry> entries, long trimmed) {

  /** A room that nobody is in. */
  public static JournalContents empty(long last) {
    return new JournalContents(last, null, List.of(), 0);
  }
}
