package dev.parley.siege.honest;

import dev.parley.chaos.Conversation;
import dev.parley.siege.verdict.Judge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A room with people who talk with each other. Its lock guards all that they know. */
final class Call {
  private final String room;
  private final Judge judge;
  private final List<Caller> callers = new ArrayList<>();
  private volatile boolean closing;
  private volatile boolean over;

  Call(String room, Judge judge) {
    this.room = room;
    this.judge = judge;
  }

  void add(Caller caller) {
    callers.add(caller);
  }

  void start() {
    callers.forEach(Caller::start);
  }

  /** Nothing new is said. */
  boolean isClosing() {
    return closing;
  }

  boolean isOver() {
    return over;
  }

  void close() {
    closing = true;
  }

  void end() {
    over = true;
  }

  /** The call ends with a fault: what its clients know is not to be relied on any more. */
  void breakOff(String why) {
    if (!over) {
      over = true;
      judge.fault("In the call " + room + " " + why);
    }
  }

  /** Whether all have heard something of the others. */
  boolean isUnderWay() {
    return conversations().stream().allMatch(conversation -> conversation.delivered() > 0);
  }

  /** Why not everybody has heard everything, or null if they have. */
  synchronized @Nullable String missing() {
    for (Conversation conversation : conversations()) {
      String missing = conversation.missing(conversations());
      if (missing != null) {
        return "In the call " + room + " was never heard: " + missing;
      }
    }
    return null;
  }

  /** Tells of those who have heard nothing for too long. */
  void checkSilence() {
    if (over) {
      return;
    }
    for (Caller caller : callers) {
      if (caller.silenceNanos() > Judge.PATIENCE.toNanos()) {
        judge.delay("Anything to be heard in the call " + room, caller.silenceNanos());
        caller.silenceTold();
      }
    }
  }

  private List<Conversation> conversations() {
    return callers.stream().map(Caller::conversation).toList();
  }
}
