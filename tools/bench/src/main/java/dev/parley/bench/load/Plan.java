package dev.parley.bench.load;

import java.time.Duration;

/**
 * How much of what.
 *
 * @param groups pairs, rooms, or calls and connections at a time
 * @param members of each room
 * @param window messages under way in each direction
 * @param rate messages a second, all together
 * @param size bytes of a message's body
 * @param warmUp how long it runs before it is measured
 * @param time how long it is measured
 */
public record Plan(
    Case kind,
    int groups,
    int members,
    int window,
    double rate,
    int size,
    Duration warmUp,
    Duration time) {

  private static final int KILOBYTE = 1_024;
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration TIME = Duration.ofSeconds(3);

  private static Plan of(Case kind, int groups) {
    return new Plan(kind, groups, 2, 1, 0, KILOBYTE, WARM_UP, TIME);
  }

  public static Plan relay(int pairs, int window) {
    return of(Case.RELAY, pairs).window(window);
  }

  public static Plan rate(int pairs, double perSecond) {
    return of(Case.RATE, pairs).rate(perSecond);
  }

  public static Plan calls(int atOnce) {
    return of(Case.CALL, atOnce);
  }

  public static Plan connects(int atOnce) {
    return of(Case.CONNECT, atOnce);
  }

  public static Plan fanout(int rooms, int members) {
    return of(Case.FANOUT, rooms).members(members);
  }

  public static Plan idle(int seats) {
    return of(Case.IDLE, seats / 2).lasting(Duration.ZERO, Duration.ofSeconds(5));
  }

  /** In words. */
  public String described() {
    return switch (kind) {
      case RELAY -> "%,d pairs, %,d bytes, %d under way each".formatted(groups, size, window);
      case RATE -> "%,d pairs, %,d bytes, %,.1f a second".formatted(groups, size, rate);
      case CALL -> "%,d calls at once".formatted(groups);
      case CONNECT -> "%,d at once".formatted(groups);
      case FANOUT -> "%,d rooms of %,d, %,d bytes".formatted(groups, members, size);
      case IDLE -> "%,d seats".formatted(2 * groups);
    };
  }

  public Plan groups(int groups) {
    return new Plan(kind, groups, members, window, rate, size, warmUp, time);
  }

  public Plan members(int members) {
    return new Plan(kind, groups, members, window, rate, size, warmUp, time);
  }

  public Plan window(int window) {
    return new Plan(kind, groups, members, window, rate, size, warmUp, time);
  }

  public Plan rate(double rate) {
    return new Plan(kind, groups, members, window, rate, size, warmUp, time);
  }

  public Plan size(int size) {
    return new Plan(kind, groups, members, window, rate, size, warmUp, time);
  }

  public Plan lasting(Duration warmUp, Duration time) {
    return new Plan(kind, groups, members, window, rate, size, warmUp, time);
  }
}
