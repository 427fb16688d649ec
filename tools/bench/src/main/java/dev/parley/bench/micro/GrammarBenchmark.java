package dev.parley.bench.micro;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.wire.NativeDialect;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to understand what a client says, and to write what another hears. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GrammarBenchmark {
  private final NativeDialect dialect = NativeDialect.STANDARD;
  private final String offer = Words.offer(7, Words.SOMEBODY);
  private final String candidate = Words.candidate(8, Words.SOMEBODY);
  private final String message = Words.message(9);
  private final Event offered =
      new Event.Signal(new PeerId(Words.SOMEBODY), SignalKind.OFFER, Payload.of(Words.SDP));

  @Benchmark
  public Request readOffer() {
    return dialect.decode(offer);
  }

  @Benchmark
  public Request readCandidate() {
    return dialect.decode(candidate);
  }

  @Benchmark
  public Request readMessage() {
    return dialect.decode(message);
  }

  @Benchmark
  public byte[] writeOffer() {
    return dialect.encode(1_234_567_890_123L, offered);
  }
}
