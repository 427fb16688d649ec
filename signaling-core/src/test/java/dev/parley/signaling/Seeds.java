package dev.parley.signaling;

import java.util.function.IntConsumer;

/** Repeats a test with random orders, each of which a seed reproduces. */
public final class Seeds {
  private Seeds() {}

  /** Runs a test with the seeds from 0 on. A failure states its seed. */
  public static void run(int count, IntConsumer test) {
    for (int seed = 0; seed < count; seed++) {
      try {
        test.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
