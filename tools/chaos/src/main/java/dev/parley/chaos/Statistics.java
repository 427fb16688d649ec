package dev.parley.chaos;

import java.util.concurrent.atomic.LongAdder;

/** Counts of a run, for its report. Thread-safe. */
final class Statistics {
  private final Counter<Fault> faults = new Counter<>(Fault.class);
  private final Counter<Transport> transports = new Counter<>(Transport.class);
  private final Counter<Violation.Kind> violations = new Counter<>(Violation.Kind.class);
  private final LongAdder unreachable = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final LongAdder newSeats = new LongAdder();
  private final LongAdder rooms = new LongAdder();

  /** Counts the connections of this transport. */
  FaultProxy.Observer observerOf(Transport transport) {
    return new FaultProxy.Observer() {
      @Override
      public void cut(Fault fault) {
        faults.count(fault);
        transports.count(transport);
      }

      @Override
      public void ended() {
        faults.count(Fault.NONE);
      }

      @Override
      public void unreachable() {
        unreachable.increment();
      }
    };
  }

  /** The number of cut connections. */
  long cuts() {
    return transports.sum();
  }

  long cuts(Transport transport) {
    return transports.of(transport);
  }

  void sent() {
    sent.increment();
  }

  void received(long messages) {
    received.add(messages);
  }

  void joined(boolean isResumed) {
    (isResumed ? resumed : newSeats).increment();
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

  /** Returns a line for a run that continues. */
  String progress() {
    return "%,d cut, %,d rooms, %,d sent, %,d received, %,d resumed, %,d new seats; %s"
        .formatted(
            cuts(),
            rooms.sum(),
            sent.sum(),
            received.sum(),
            resumed.sum(),
            newSeats.sum(),
            violations);
  }

  /** Returns all counts, a line each. */
  String report() {
    return """
    connections cut    %,d
      by fault         %s
      by transport     %s
    server unreachable %,d
    rooms              %,d
    messages sent      %,d
    messages received  %,d
    resumed            %,d
    new seats          %,d
    violations         %s
    """
        .formatted(
            cuts(),
            faults,
            transports,
            unreachable.sum(),
            rooms.sum(),
            sent.sum(),
            received.sum(),
            resumed.sum(),
            newSeats.sum(),
            violations);
  }
}
