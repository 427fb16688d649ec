package dev.parley.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long things took. */
public final class Latency {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;
  private static final double NANOS_IN_MICRO = 1e3;

  private final Histogram nanos = new Histogram(LONGEST, DIGITS);

  public void record(long nanoseconds) {
    nanos.recordValue(Math.clamp(nanoseconds, 0, LONGEST));
  }

  public void reset() {
    nanos.reset();
  }

  public boolean isEmpty() {
    return nanos.getTotalCount() == 0;
  }

  /** In microseconds; {@code percent} is 99.9, say. */
  public double percentile(double percent) {
    return nanos.getValueAtPercentile(percent) / NANOS_IN_MICRO;
  }
}
