package dev.parley.signaling.journal;

/** The outcome of a proposal. */
public sealed interface Outcome {

  /** It was appended; the follower is given, or was given, all entries up to this one. */
  record Appended(long through) implements Outcome {}

  /**
   * The conditions are not true any more. The follower is given, or was given, all entries up to
   * this one: the node decides again after it.
   */
  record Conflict(long through) implements Outcome {}

  /** It was not appended, and will not be. */
  record Unavailable() implements Outcome {}
}
