package dev.parley.server.embedding;

import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Observer;
import java.util.concurrent.atomic.LongAdder;

/** Counts the peers that have joined and left. */
final class Attendance implements Observer {
  private final LongAdder joined = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final LongAdder missed = new LongAdder();

  @Override
  public void observe(Observation observation) {
    switch (observation) {
      case Observation.Joined _ -> joined.increment();
      case Observation.Left _ -> left.increment();
      case Observation.Missed(long count) -> missed.add(count);
      default -> {} // connections, refusals, relayed messages
    }
  }

  long joined() {
    return joined.sum();
  }

  long left() {
    return left.sum();
  }

  /** Observations that this observer has missed because it was too slow: the counts lack them. */
  long missed() {
    return missed.sum();
  }
}
