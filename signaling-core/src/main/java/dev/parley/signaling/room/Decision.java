package dev.parley.signaling.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a room makes of a command: facts, a refusal, or both where only some addressees are gone.
 */
public record Decision(List<Fact> facts, @Nullable Refusal refusal) {
  public static final Decision NOTHING = new Decision(List.of(), null);

  static Decision of(Fact... facts) {
    return new Decision(List.of(facts), null);
  }

  public static Decision refused(Refusal refusal) {
    return new Decision(List.of(), refusal);
  }
}
