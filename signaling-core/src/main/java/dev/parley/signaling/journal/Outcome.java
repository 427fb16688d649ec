package dev.parley.signaling.journal;

/** The journal's answer to a proposal. */
public sealed interface Outcome {

  /**
   * The facts were appended. The follower receives, or has received, all entries up to this number.
   */
  record Appended(long through) implements Outcome {}

  /**
   * The conditions are no longer true. The follower receives, or has received, all entries up to
   * this number, after which the node decides again.
   */
  record Conflict(long through) implements Outcome {}

  /** The facts were not appended, and will not be. */
  record Unavailable() implements Outcome {}
}
