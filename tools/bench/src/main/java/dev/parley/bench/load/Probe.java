package dev.parley.bench.load;

import dev.parley.bench.dialect.Dialect;
import dev.parley.bench.wire.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Knocks until a server lets one in. */
public final class Probe {
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(2);

  private Probe() {}

  /** How long it took, counted from a time ({@link System#nanoTime}); empty if it took too long. */
  public static Optional<Duration> await(
      Target target, Dialect dialect, long since, Duration patience) throws IOException {
    Plan plan = Plan.connects(1);
    try (Run run = new Run(target, dialect, opened -> new Connects(opened, plan))) {
      run.scene().end(); // it is we who try again
      while (System.nanoTime() - since < patience.toNanos()) {
        if (run.loop().lines() == 0) {
          run.inviteOne();
        }
        run.loop().turn(run.loop().now() + BETWEEN);
        if (run.scene().operations() > 0) {
          return Optional.of(Duration.ofNanos(System.nanoTime() - since));
        }
      }
      return Optional.empty();
    }
  }
}
