package dev.parley.chaos;

/** What a client has to do after a message of the server. */
public sealed interface Reaction {

  /** Nothing in particular. */
  record Continue() implements Reaction {}

  /** Send the requests from this id on again after a delay: the server did not take them. */
  record Resend(long from, long afterMillis) implements Reaction {}

  /** Join for a new seat: the old one is lost. */
  record Rejoin() implements Reaction {}

  Reaction CONTINUE = new Continue();
}
