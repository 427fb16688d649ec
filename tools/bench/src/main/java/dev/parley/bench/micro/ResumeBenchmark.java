package dev.parley.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Coming back to a seat, and hearing from the log what was missed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResumeBenchmark {
  private static final int LISTENER = 1;

  @Param({"1", "100", "1000"})
  public int missed;

  private Party party = new Party(1);
  private Guest listener = party.comes();
  private String join = "";

  @Setup(Level.Iteration)
  public void talk() {
    party = new Party(2);
    join = Words.join(Party.key(LISTENER), party.newestSeq());
    for (int i = 0; i < missed; i++) {
      party.message();
    }
    listener = party.comes();
  }

  /** The next connection takes the seat over, before the last one is gone. */
  @Benchmark
  public byte[] resume() {
    Guest next = party.comes();
    next.says(join);
    listener.goes();
    listener = next;
    return next.lastHeard();
  }
}
