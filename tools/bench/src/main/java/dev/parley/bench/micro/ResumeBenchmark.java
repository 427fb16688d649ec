package dev.parley.bench.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A join that resumes a seat, with the replay of the missed events from the log. */
public class ResumeBenchmark extends MicroBenchmark {
  private static final int RESUMING_CLIENT = 1;

  @Param({"1", "100", "1000"})
  public int missed;

  private InProcessRoom room = new InProcessRoom(1);
  private InProcessClient connected = room.connect();
  private String join = "";

  @Setup(Level.Iteration)
  public void fillLog() {
    room = new InProcessRoom(2);
    join = ClientMessages.join(InProcessRoom.key(RESUMING_CLIENT), room.seqAtLastJoin());
    for (int i = 0; i < missed; i++) {
      room.message();
    }
    connected = room.connect();
  }

  /** Each connection takes the seat over before the previous one disconnects. */
  @Benchmark
  public byte[] resume() {
    InProcessClient next = room.connect();
    next.send(join);
    connected.disconnect();
    connected = next;
    return next.lastReceived();
  }
}
