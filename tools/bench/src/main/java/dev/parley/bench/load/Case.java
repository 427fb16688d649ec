package dev.parley.bench.load;

import java.util.Locale;

/** What can be measured. */
public enum Case {
  RELAY("messages"),
  RATE("messages"),
  CALL("calls"),
  CONNECT("connections"),
  FANOUT("deliveries"),
  IDLE("seats");

  private final String counted;

  Case(String counted) {
    this.counted = counted;
  }

  /** What is counted. */
  public String counted() {
    return counted;
  }

  /** The case of that name, in lower case. */
  public static Case of(String name) {
    for (Case one : values()) {
      if (one.toString().equals(name)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "There is no case \"" + name + "\": choose relay, rate, call, connect, fanout or idle.");
  }

  Scene scene(Run run, Plan plan) {
    return switch (this) {
      case RELAY -> new Relay(run, plan);
      case RATE -> new Paced(run, plan);
      case CALL -> new Calls(run, plan);
      case CONNECT -> new Connects(run, plan);
      case FANOUT -> new Fanout(run, plan);
      case IDLE -> new Sitting(plan);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
