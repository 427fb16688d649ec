package dev.parley.chaos;

/** The action that a message of the server requires of a client. */
public sealed interface Reaction {

  /** Nothing in particular. */
  record Continue() implements Reaction {}

  /** Send the requests from this id on again after a delay: the server did not take them. */
  record Resend(long from, long afterMillis) implements Reaction {}

  /** Join for a new seat: the old one is lost. */
  record Rejoin() implements Reaction {}

  Reaction CONTINUE = new Continue();
}
