package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a room makes of a command: events, a refusal, or both where only some addressees are gone.
 */
record Decision(List<Outcome> events, @Nullable Refusal refusal) {
  static final Decision NOTHING = new Decision(List.of(), null);

  /** An event with those whom it concerns. */
  record Outcome(Event event, Audience audience) {}

  static Decision of(Event event, Audience audience) {
    return new Decision(List.of(new Outcome(event, audience)), null);
  }

  static Decision refused(Refusal refusal) {
    return new Decision(List.of(), refusal);
  }
}
