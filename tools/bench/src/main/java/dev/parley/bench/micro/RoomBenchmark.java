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

/** From the words of one client to the bytes of the others: grammar, step, log and pumps. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoomBenchmark {
  @Param({"2", "50"})
  public int members;

  private Party party = new Party(1);

  @Setup(Level.Iteration)
  public void gather() {
    party = new Party(members);
  }

  @Benchmark
  public byte[] offer() {
    party.offer();
    return party.lastHeard();
  }

  @Benchmark
  public byte[] message() {
    party.message();
    return party.lastHeard();
  }
}
