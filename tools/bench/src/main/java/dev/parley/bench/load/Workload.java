package dev.parley.bench.load;

import java.time.Duration;
import java.util.Locale;

/**
 * The load of one test.
 *
 * @param groups pairs, rooms, or concurrent calls or connections
 * @param members of each room, for {@code FANOUT}
 * @param window messages in flight in each direction of a pair, for {@code RELAY}
 * @param rate messages per second, in all, for {@code RATE}
 * @param bytes the length of a message's payload
 * @param warmUp time under load before the measurement
 * @param duration time of the measurement
 */
public record Workload(
    Kind kind,
    int groups,
    int members,
    int window,
    double rate,
    int bytes,
    Duration warmUp,
    Duration duration) {

  private static final int DEFAULT_BYTES = 1_024;
  private static final Duration DEFAULT_WARM_UP = Duration.ofSeconds(1);
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(3);

  /** What the clients do. */
  public enum Kind {
    RELAY("messages"),
    RATE("messages"),
    CALL("calls"),
    CONNECT("connections"),
    FANOUT("deliveries"),
    IDLE("seats");

    private final String operations;

    Kind(String operations) {
      this.operations = operations;
    }

    /** The name of what the test counts. */
    String operations() {
      return operations;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Workload of(Kind kind, int groups, int members, int window, double rate) {
    return new Workload(
        kind, groups, members, window, rate, DEFAULT_BYTES, DEFAULT_WARM_UP, DEFAULT_DURATION);
  }

  /** Pairs whose messages follow each other without a pause. */
  public static Workload relay(int pairs, int window) {
    return of(Kind.RELAY, pairs, 2, window, 0);
  }

  /** Pairs that send at a constant rate. */
  public static Workload rate(int pairs, double perSecond) {
    return of(Kind.RATE, pairs, 2, 0, perSecond);
  }

  /** Calls: offer, answer and candidates. */
  public static Workload calls(int concurrent) {
    return of(Kind.CALL, concurrent, 2, 0, 0);
  }

  /** Clients that join and leave. */
  public static Workload connects(int concurrent) {
    return of(Kind.CONNECT, concurrent, 1, 0, 0);
  }

  /** Rooms in which one member broadcasts. */
  public static Workload fanout(int rooms, int members) {
    return of(Kind.FANOUT, rooms, members, 0, 0);
  }

  /** Pairs that join and send nothing. */
  public static Workload idle(int seats) {
    return of(Kind.IDLE, seats / 2, 2, 0, 0).lasting(Duration.ZERO, Duration.ofSeconds(5));
  }

  public Workload bytes(int length) {
    return new Workload(kind, groups, members, window, rate, length, warmUp, duration);
  }

  public Workload lasting(Duration warmUpTime, Duration measuredTime) {
    return new Workload(kind, groups, members, window, rate, bytes, warmUpTime, measuredTime);
  }

  public String description() {
    return switch (kind) {
      case RELAY -> "%,d pairs, %,d bytes, %d in flight each way".formatted(groups, bytes, window);
      case RATE -> "%,d pairs, %,d bytes, %,.1f per second".formatted(groups, bytes, rate);
      case CALL -> "%,d concurrent calls".formatted(groups);
      case CONNECT -> "%,d concurrent connections".formatted(groups);
      case FANOUT -> "%,d rooms of %,d members, %,d bytes".formatted(groups, members, bytes);
      case IDLE -> "%,d seats".formatted(2 * groups);
    };
  }
}
