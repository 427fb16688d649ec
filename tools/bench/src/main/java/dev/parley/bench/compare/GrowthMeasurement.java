package dev.parley.bench.compare;

import dev.parley.bench.load.Workload;
import dev.parley.bench.report.GrowthCurve;
import java.io.IOException;
import java.time.Duration;

/** Measures one server with more connections, larger rooms and longer messages. */
public record GrowthMeasurement(
    TestBed testBed, ServerUnderTest server, int rounds, boolean quick) {
  private static final double MESSAGES_PER_SECOND = 5_000;
  private static final int RECEIVERS = 200;
  private static final int LONG_MESSAGE = 10_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  public void run() throws IOException {
    for (int round = 1; round <= rounds; round++) {
      for (int seats : GrowthCurve.SEATS.points()) {
        measureSeats(seats, round);
      }
      try (RunningServer running = testBed.start(server)) {
        running.awaitFirstJoin();
        running.warmUp(1);
        for (int members : GrowthCurve.ROOM.points()) {
          Workload fanout = Workload.fanout(Math.max(1, RECEIVERS / members), members);
          measure(running, GrowthCurve.ROOM, members, fanout, round);
        }
        for (int bytes : GrowthCurve.BYTES.points()) {
          Workload relay = Workload.relay(bytes > LONG_MESSAGE ? 50 : 200, 1).bytes(bytes);
          measure(running, GrowthCurve.BYTES, bytes, relay, round);
        }
      }
    }
  }

  /** Each number of seats needs a fresh process: memory that a server has used stays resident. */
  private void measureSeats(int seats, int round) throws IOException {
    try (RunningServer running = testBed.start(server)) {
      running.awaitFirstJoin();
      running.admitFirstClients();
      Workload idle = Workload.idle(seats).lasting(Duration.ZERO, Duration.ofSeconds(2));
      testBed.record(
          server.name(), GrowthCurve.SEATS.benchmark(seats), round, running.measure(idle));
      running.warmUp(1);
      Workload rate = Workload.rate(seats / 2, MESSAGES_PER_SECOND);
      measure(running, GrowthCurve.CONNECTIONS, seats, rate, round);
    }
  }

  private void measure(
      RunningServer running, GrowthCurve curve, int point, Workload workload, int round)
      throws IOException {
    Workload timed = workload.lasting(SECOND, Duration.ofSeconds(quick ? 1 : 3));
    testBed.record(server.name(), curve.benchmark(point), round, running.measure(timed));
  }
}
