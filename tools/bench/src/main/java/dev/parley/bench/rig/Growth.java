package dev.parley.bench.rig;

import dev.parley.bench.load.Plan;
import dev.parley.bench.report.Axis;
import java.io.IOException;
import java.time.Duration;

/** Measures what one server costs as there are more connections, larger rooms, longer messages. */
public final class Growth {
  private static final double PACE = 5_000;
  private static final int LISTENERS = 200;
  private static final int LONG = 10_000;

  private final Rig rig;
  private final Server server;
  private final int rounds;
  private final Duration time;

  public Growth(Rig rig, Server server, int rounds, boolean quick) {
    this.rig = rig;
    this.server = server;
    this.rounds = rounds;
    this.time = Duration.ofSeconds(quick ? 1 : 3);
  }

  public void run() throws IOException {
    for (int round = 1; round <= rounds; round++) {
      for (int seats : Axis.CONNECTIONS.points()) {
        measureSeats(seats, round);
      }
      try (RunningServer running = rig.start(server)) {
        running.awaitFirst();
        running.warmUp(1);
        for (int members : Axis.ROOM.points()) {
          measure(running, Axis.ROOM, members, room(members), round);
        }
        for (int bytes : Axis.BYTES.points()) {
          measure(running, Axis.BYTES, bytes, relay(bytes), round);
        }
      }
    }
  }

  /** Memory needs a server that has held nobody yet. */
  private void measureSeats(int seats, int round) throws IOException {
    try (RunningServer running = rig.start(server)) {
      running.awaitFirst();
      running.measure(Plan.connects(16).lasting(Duration.ZERO, Duration.ofMillis(500)));
      Plan idle = Plan.idle(seats).lasting(Duration.ZERO, Duration.ofSeconds(2));
      measure(running, Axis.SEATS, seats, idle, round);
      running.warmUp(1);
      measure(running, Axis.CONNECTIONS, seats, Plan.rate(seats / 2, PACE), round);
    }
  }

  private static Plan room(int members) {
    return Plan.fanout(Math.max(1, LISTENERS / members), members);
  }

  private static Plan relay(int bytes) {
    return Plan.relay(bytes > LONG ? 50 : 200, 1).size(bytes);
  }

  private void measure(RunningServer running, Axis axis, int point, Plan plan, int round)
      throws IOException {
    Plan timed = axis == Axis.SEATS ? plan : plan.lasting(Duration.ofSeconds(1), time);
    rig.note(server.name(), axis.point(point), round, running.measure(timed));
  }
}
