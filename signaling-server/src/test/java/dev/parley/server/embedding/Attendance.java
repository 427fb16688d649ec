package dev.parley.server.embedding;

import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Observer;
import java.util.concurrent.atomic.LongAdder;

/** Counts seats that were taken and given up. */
final class Attendance implements Observer {
  private final LongAdder joined = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final LongAdder missed = new LongAdder();

  @Override
  public void see(Observation observation) {
    switch (observation) {
      case Observation.Joined _ -> joined.increment();
      case Observation.Left _ -> left.increment();
      case Observation.Missed(long count) -> missed.add(count);
      default -> {} // what connections do, what is refused, what is relayed
    }
  }

  long joined() {
    return joined.sum();
  }

  long left() {
    return left.sum();
  }

  /** How many observations did not come here, since this was too slow: the others are too low. */
  long missed() {
    return missed.sum();
  }
}
