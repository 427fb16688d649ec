package dev.parley.signaling.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a command: facts, a refusal, or both, where only some recipients of a message have
 * a seat. Nothing has changed until the journal has appended the facts.
 */
public record Decision(List<Fact> facts, @Nullable Refusal refusal) {
  /** Neither facts nor a refusal: there is nothing to change. */
  public static final Decision NOTHING = new Decision(List.of(), null);

  /** A decision to record these facts, in this order. */
  static Decision of(Fact... facts) {
    return new Decision(List.of(facts), null);
  }

  /** A decision to refuse the command. */
  public static Decision refused(Refusal refusal) {
    return new Decision(List.of(), refusal);
  }
}
