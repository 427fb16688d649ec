package dev.parley.bench.rig;

import dev.parley.bench.load.Case;
import dev.parley.bench.load.Plan;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What servers are compared by. */
public enum Contest {
  RELAY1,
  RELAY16,
  RATE,
  CALL,
  CONNECT,
  FAN50,
  FAN500,
  /** How long a start takes, and what memory is taken when nobody is there. */
  START,
  IDLE;

  private static final int QUICK_SEATS = 1_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What the server is to bear. */
  Optional<Plan> plan(boolean quick) {
    return quick ? plan().map(Contest::quick) : plan();
  }

  private Optional<Plan> plan() {
    return switch (this) {
      case RELAY1 -> Optional.of(Plan.relay(200, 1));
      case RELAY16 -> Optional.of(Plan.relay(50, 16));
      case RATE -> Optional.of(Plan.rate(500, 5_000));
      case CALL -> Optional.of(Plan.calls(64));
      case CONNECT -> Optional.of(Plan.connects(64));
      case FAN50 -> Optional.of(Plan.fanout(4, 50));
      case FAN500 -> Optional.of(Plan.fanout(1, 500));
      case IDLE -> Optional.of(Plan.idle(10_000));
      case START -> Optional.empty();
    };
  }

  private static Plan quick(Plan plan) {
    return plan.kind() == Case.IDLE
        ? Plan.idle(QUICK_SEATS).lasting(Duration.ZERO, SECOND)
        : plan.lasting(SECOND, SECOND);
  }

  /** Whether it takes a server that nobody has used before. */
  boolean wantsFresh() {
    return this == START || this == IDLE;
  }

  /** Whether a server must have rooms in which one speaks to many. */
  boolean wantsBroadcasts() {
    return this == FAN50 || this == FAN500;
  }

  /** The contest of that name, in lower case. */
  public static Contest of(String name) {
    return Stream.of(values())
        .filter(contest -> contest.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no case \"" + name + "\": choose from " + names() + "."));
  }

  static String names() {
    return Stream.of(values()).map(Contest::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
