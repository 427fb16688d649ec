package dev.parley.bench.rig;

import dev.parley.bench.load.Plan;
import dev.parley.bench.measure.Metric;
import dev.parley.bench.measure.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures servers in turn.
 *
 * <p>In each round each has its turn in each contest, and another one begins, so that what the
 * machine does meanwhile hits all of them.
 */
public final class Comparison {
  private static final double KILOBYTES_IN_MEGABYTE = 1_024;
  private static final Duration REST = Duration.ofSeconds(2);

  private final Rig rig;
  private final List<Server> servers;
  private final List<Contest> contests;
  private final int rounds;
  private final boolean quick;

  public Comparison(
      Rig rig, List<Server> servers, List<Contest> contests, int rounds, boolean quick) {
    this.rig = rig;
    this.servers = servers;
    this.contests = contests;
    this.rounds = rounds;
    this.quick = quick;
  }

  public void run() throws IOException, InterruptedException {
    runWarm();
    for (int round = 1; round <= rounds && wants(true); round++) {
      for (Server server : servers) {
        runFresh(server, round);
      }
    }
  }

  private boolean wants(boolean fresh) {
    return contests.stream().anyMatch(contest -> contest.wantsFresh() == fresh);
  }

  private void runWarm() throws IOException {
    List<RunningServer> running = new ArrayList<>();
    try {
      for (Server server : wants(false) ? servers : List.<Server>of()) {
        running.add(rig.start(server));
        warmUp(running.getLast());
      }
      for (int round = 1; round <= rounds; round++) {
        for (Contest contest : contests) {
          for (RunningServer server : running) {
            measure(server, contest, round);
          }
        }
        Collections.rotate(running, 1);
      }
    } finally {
      running.forEach(RunningServer::close);
    }
  }

  private void warmUp(RunningServer server) throws IOException {
    rig.err().println("warming up " + server.name());
    server.awaitFirst();
    server.warmUp(quick ? 0.1 : 1);
  }

  private void measure(RunningServer server, Contest contest, int round) throws IOException {
    Optional<Plan> plan = contest.plan(quick);
    boolean able = server.dialect().hasBroadcasts() || !contest.wantsBroadcasts();
    if (plan.isPresent() && able && !contest.wantsFresh()) {
      rig.note(server.name(), contest.toString(), round, server.measure(plan.get()));
    }
  }

  private void runFresh(Server server, int round) throws IOException, InterruptedException {
    try (RunningServer running = rig.start(server)) {
      Duration first = running.awaitFirst();
      Thread.sleep(REST);
      if (contests.contains(Contest.START)) {
        rig.note(server.name(), Contest.START.toString(), round, atRest(running, first));
      }
      Optional<Plan> idle = Contest.IDLE.plan(quick);
      if (contests.contains(Contest.IDLE) && idle.isPresent()) {
        // What only the first ones cost is not what each seat costs.
        running.measure(Plan.connects(16).lasting(Duration.ZERO, Duration.ofMillis(500)));
        Thread.sleep(REST);
        rig.note(server.name(), Contest.IDLE.toString(), round, running.measure(idle.get()));
      }
    }
  }

  private static Outcome atRest(RunningServer server, Duration first) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.START, first.toNanos() / 1e6);
    server
        .account()
        .resident()
        .ifPresent(kilobytes -> values.put(Metric.RESIDENT, kilobytes / KILOBYTES_IN_MEGABYTE));
    return new Outcome(values, List.of());
  }
}
