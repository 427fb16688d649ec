package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.RoomName;
import java.time.InstantSource;

/**
 * Numbers, keeps and distributes the facts of rooms.
 *
 * <p>A node decides a command on its replica of the room, and proposes the facts. The journal
 * compares the proposal's {@link Conditions} with what it has, numbers the facts and gives them to
 * the {@link Follower} of each node that has the room open; only then do they become true there.
 * The rules of a room are no concern of the journal's.
 *
 * <p>An implementation may call back before {@link RoomJournal#append} or {@link #open} returns, or
 * later and on any thread, but holds no lock meanwhile that these calls take. All calls to it are
 * made while a room is locked on its node: none may wait.
 */
public interface Journal {

  /** The clock that stamps entries; decisions that depend on time use it, too. */
  InstantSource clock();

  /**
   * Whether there may be such a room that no follower of this node has open. False is an answer at
   * once for requests to rooms that do not exist; true, where it is not known without waiting,
   * costs an {@link #open}.
   */
  boolean mayHold(RoomName room);

  /**
   * Follows a room. The follower is told first what is kept of it, or that it is empty; its numbers
   * then begin above those of every earlier room of this name. A node has a room open once at a
   * time.
   */
  RoomJournal open(RoomName room, Follower follower);
}
