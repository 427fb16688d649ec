package dev.parley.signaling.journal;

/**
 * A node's replica of a room, as its journal sees it. May be called by any thread, but by one at a
 * time for what has an order: {@link #opened}, then entries.
 */
public interface Follower {

  /** The stored state of the room. Called once, before any entry. */
  void opened(JournalContents opened);

  /**
   * The room cannot be read now, or not be followed any more: the follower gives up, and is told
   * nothing more. It closes the room; its participants are told to come again. The node opens the
   * room again when it is asked for, and if seats in it were held there, by itself. What it has
   * proposed before and has no outcome is not appended after that.
   *
   * <p>A node that others were told is lost, and that goes on, is told this of all its rooms.
   */
  void unavailable();

  /**
   * The next entry. Entries come in the order of their numbers and without gaps; one that comes
   * again is ignored.
   */
  void apply(Entry entry);

  /**
   * This node has ended without a word: the connections that it held are lost. Nothing of what it
   * has proposed is appended after that.
   *
   * <p>Told once the room is open, and to each follower: also to one that opens the room later, for
   * every node that ended before and may have held connections in it. Nobody else would give their
   * seats up. To be told of a node again, or of one that held nothing, does no harm.
   */
  void nodeLost(String node);

  /**
   * What is true after the newest entry that was applied, which is {@link Snapshot#seq}, and may
   * not be the newest that there is. To be asked for while the room is open. A journal that keeps
   * it may forget the facts for nodes up to there: it stands for them. Events up to there are kept
   * as long as peers are to resume by them on a node that opens the room later; without them, those
   * peers join anew.
   */
  Snapshot snapshot();
}
