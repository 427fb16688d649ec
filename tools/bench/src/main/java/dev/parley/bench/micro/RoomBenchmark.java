package dev.parley.bench.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One request from its text to the bytes for its receivers: decoding, room, log and pumps. */
public class RoomBenchmark extends MicroBenchmark {
  @Param({"2", "50"})
  public int members;

  private InProcessRoom room = new InProcessRoom(1);

  @Setup(Level.Iteration)
  public void join() {
    room = new InProcessRoom(members);
  }

  @Benchmark
  public byte[] offer() {
    room.offer();
    return room.lastReceived();
  }

  @Benchmark
  public byte[] message() {
    room.message();
    return room.lastReceived();
  }
}
