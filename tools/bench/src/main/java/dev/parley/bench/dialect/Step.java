package dev.parley.bench.dialect;

/** A step on the way in. */
public sealed interface Step {

  record Say(String text) implements Step {}

  /** Waits for a message that has this in it. */
  record Await(String text) implements Step {}

  /** Waits, too, and learns one's address: it stands behind this, up to the next quote. */
  record Learn(String before) implements Step {}
}
