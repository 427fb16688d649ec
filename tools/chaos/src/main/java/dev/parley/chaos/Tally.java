package dev.parley.chaos;

import java.util.concurrent.atomic.LongAdder;

/** Counts what has happened. */
final class Tally {
  private final Counter<Fault> faults = new Counter<>(Fault.class);
  private final Counter<Transport> transports = new Counter<>(Transport.class);
  private final Counter<Violation.Kind> violations = new Counter<>(Violation.Kind.class);
  private final LongAdder unreachable = new LongAdder();
  private final LongAdder said = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final LongAdder anew = new LongAdder();
  private final LongAdder rooms = new LongAdder();

  void cut(Transport transport, Fault fault) {
    faults.count(fault);
    transports.count(transport);
  }

  /** A connection has come to its end by itself, as planned. */
  void leftAlone() {
    faults.count(Fault.NONE);
  }

  /** How many connections were cut. */
  long cuts() {
    return transports.sum();
  }

  long cuts(Transport transport) {
    return transports.of(transport);
  }

  /** The server has not let a connection in. */
  void unreachable() {
    unreachable.increment();
  }

  void said() {
    said.increment();
  }

  void delivered(long messages) {
    delivered.add(messages);
  }

  void joined(boolean seatKept) {
    (seatKept ? resumed : anew).increment();
  }

  void roomEnded() {
    rooms.increment();
  }

  void violated(Violation violation) {
    violations.count(violation.kind());
  }

  long violations() {
    return violations.sum();
  }

  /** One line for whoever watches. */
  String progress() {
    return "%,d cut, %,d rooms, %,d said, %,d delivered, %,d resumed, %,d joined anew; %s"
        .formatted(
            cuts(),
            rooms.sum(),
            said.sum(),
            delivered.sum(),
            resumed.sum(),
            anew.sum(),
            violations);
  }

  /** All of it. */
  String report() {
    return """
    connections cut  %,d
      by fault       %s
      by transport   %s
    not let through  %,d
    rooms            %,d
    messages said    %,d
    delivered        %,d
    resumed          %,d
    joined anew      %,d
    %s
    """
        .formatted(
            cuts(),
            faults,
            transports,
            unreachable.sum(),
            rooms.sum(),
            said.sum(),
            delivered.sum(),
            resumed.sum(),
            anew.sum(),
            violations);
  }
}
