package dev.parley.chaos;

/** What a client does about something that it has heard. */
public sealed interface Reaction {

  /** Nothing but what there is to send anyway. */
  record GoOn() implements Reaction {}

  /** A request was not taken, nor any behind it: they are to come again after a while. */
  record SendAgain(long from, long afterMillis) implements Reaction {}

  /** The seat is lost, and another is to be asked for. */
  record JoinAnew() implements Reaction {}

  Reaction GO_ON = new GoOn();
}
