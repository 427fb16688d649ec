package dev.parley.bench.load;

import dev.parley.bench.dialect.Kind;
import dev.parley.bench.measure.Latency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What those who are connected do. */
interface Scene {

  /** How many groups there are at a time. */
  int groups();

  /** How many members each of them has. */
  int members();

  /** Whether all groups are to be there before anybody says anything. */
  default boolean waitsForAll() {
    return false;
  }

  /** All are there; or not yet, if it does not wait for them. */
  default void begin(List<Group> groups) {}

  /** Does what is due, and says when something is due again. */
  default long due(long now) {
    return Long.MAX_VALUE;
  }

  /** All members of a group are in. */
  default void gathered(Group group) {}

  /** A member has heard a message for the first time. */
  void heard(Member member, Kind kind);

  /** All members of a group are gone. */
  default void dispersed(Group group) {}

  /** Nothing more is begun. */
  void end();

  /** How often that has happened by now which is measured. */
  long operations();

  /** How long each of these took, if that is not how long a message took. */
  default @Nullable Latency latency() {
    return null;
  }
}
