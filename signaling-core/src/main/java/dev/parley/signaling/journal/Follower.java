package dev.parley.signaling.journal;

/**
 * A node's replica of a room, as its journal sees it: the journal calls it. Calls may come on any
 * thread, but one at a time where the order matters: {@link #opened}, then entries.
 */
public interface Follower {

  /** Delivers the stored state of the room. Called once, before any entry. */
  void opened(JournalContents opened);

  /**
   * The room cannot be read now, or can no longer be followed. This is the last call; proposals
   * without an outcome are not appended afterwards. The participants of the room have to join
   * again. The node opens the room again when a peer joins, or with its next tick if its
   * connections held seats in it.
   *
   * <p>A node that was reported to others as lost, but is still running, receives this call for
   * each of its rooms.
   */
  void unavailable();

  /**
   * Delivers the next entry. Entries come in the order of their numbers and without gaps; a
   * repeated one is ignored.
   */
  void apply(Entry entry);

  /**
   * A node has failed without disconnecting: its connections have ended. None of its proposals is
   * appended afterwards.
   *
   * <p>Called after the room was opened, for each follower, also for one that opens the room later,
   * and for every failed node that may have held connections in it: no other call gives up their
   * seats. Repeated calls, and calls for nodes that held nothing, do no harm.
   */
  void nodeLost(String node);

  /**
   * The state after the newest entry that was applied here ({@link Snapshot#seq}), which may not be
   * the newest entry that there is. Available while the room is open.
   *
   * <p>A journal that stores it may drop internal facts up to it. Events up to it have to be kept
   * for as long as peers should be able to resume on a node that opens the room later; without
   * them, those peers rejoin.
   */
  Snapshot snapshot();
}
