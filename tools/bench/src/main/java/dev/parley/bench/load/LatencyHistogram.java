package dev.parley.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latencies up to two minutes, with three significant digits. */
public final class LatencyHistogram {
  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final double NANOS_PER_MICRO = 1e3;

  private final Histogram nanos = new Histogram(MAX_NANOS, SIGNIFICANT_DIGITS);

  public void record(long nanoseconds) {
    nanos.recordValue(Math.clamp(nanoseconds, 0, MAX_NANOS));
  }

  public void reset() {
    nanos.reset();
  }

  public boolean isEmpty() {
    return nanos.getTotalCount() == 0;
  }

  /** Microseconds; {@code percent} is for instance 99.9. */
  public double percentile(double percent) {
    return nanos.getValueAtPercentile(percent) / NANOS_PER_MICRO;
  }
}
