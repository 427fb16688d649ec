package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.RoomName;
import java.time.InstantSource;

/**
 * Numbers, keeps and distributes the facts of rooms: the extension point for a store that several
 * nodes share.
 *
 * <p>A node decides a command on its replica of the room, and proposes the facts. The journal
 * checks the {@link Conditions} of the proposal, numbers the facts, and delivers them to the {@link
 * Follower} of each node that has the room open. A fact becomes true on a node when it is applied
 * there, on the proposing node, too. The journal need not know the rules of rooms.
 *
 * <p>Threading: all calls are made with the room's lock held on its node, so none may block. An
 * implementation may call back before {@link RoomJournal#append} or {@link #open} returns, or later
 * on any thread. It must not hold a lock meanwhile that these calls take.
 */
public interface Journal {

  /** The clock by which entries are stamped. Decisions that depend on time use it, too. */
  InstantSource clock();

  /**
   * Whether there may be a room of this name that no follower of this node has open. False answers
   * requests for rooms that do not exist at once; true, where it cannot be determined without
   * blocking, costs an {@link #open}.
   */
  boolean mayHold(RoomName room);

  /**
   * Follows a room. The follower first receives the stored contents, or that there are none. The
   * numbers of a new room begin above those of every earlier room of this name, so that an old
   * cursor never fits. A node opens a room once at a time.
   */
  RoomJournal open(RoomName room, Follower follower);
}
