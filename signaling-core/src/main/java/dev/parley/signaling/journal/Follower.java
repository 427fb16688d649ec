package dev.parley.signaling.journal;

/** A node's replica of a room, as its journal sees it. May be called by any thread. */
public interface Follower {

  /** What is kept of the room. Called once, before any entry. */
  void opened(Opened opened);

  /** The room cannot be read now: the follower gives up, and the node may open the room again. */
  void unavailable();

  /**
   * The next entry. Entries come in the order of their numbers and without gaps; one that comes
   * again is ignored.
   */
  void apply(Entry entry);

  /** This node has ended without a word: the connections that it held are lost. */
  void nodeLost(String node);

  /**
   * What is true after the newest entry that was applied. A journal that keeps it may forget the
   * facts for nodes up to there: it stands for them.
   */
  Snapshot snapshot();
}
