package dev.parley.bench.compare;

import dev.parley.bench.load.Metric;
import dev.parley.bench.load.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures servers alternately: in each round every server runs every benchmark, and another server
 * goes first. Interference by other processes then affects all servers alike.
 */
public record Comparison(
    TestBed testBed,
    List<ServerUnderTest> servers,
    List<Benchmark> benchmarks,
    int rounds,
    boolean quick) {
  private static final double KILOBYTES_PER_MEGABYTE = 1_024;
  private static final Duration SETTLING_TIME = Duration.ofSeconds(2);

  public void run() throws IOException, InterruptedException {
    if (benchmarks.stream().anyMatch(benchmark -> !benchmark.needsFreshServer())) {
      measureWarmServers();
    }
    if (benchmarks.stream().anyMatch(Benchmark::needsFreshServer)) {
      for (int round = 1; round <= rounds; round++) {
        for (ServerUnderTest server : servers) {
          measureFreshServer(server, round);
        }
      }
    }
  }

  private void measureWarmServers() throws IOException {
    List<RunningServer> running = new ArrayList<>();
    try {
      for (ServerUnderTest server : servers) {
        testBed.progress("warming up " + server.name());
        running.add(testBed.start(server));
        running.getLast().awaitFirstJoin();
        running.getLast().warmUp(quick ? 0.1 : 1);
      }
      for (int round = 1; round <= rounds; round++) {
        for (Benchmark benchmark : benchmarks) {
          for (RunningServer server : running) {
            measure(server, benchmark, round);
          }
        }
        Collections.rotate(running, 1);
      }
    } finally {
      running.forEach(RunningServer::close);
    }
  }

  private void measure(RunningServer server, Benchmark benchmark, int round) throws IOException {
    boolean supported = server.protocol().hasBroadcast() || !benchmark.needsBroadcast();
    if (supported && !benchmark.needsFreshServer()) {
      Sample sample = server.measure(benchmark.workload(quick));
      testBed.record(server.name(), benchmark.toString(), round, sample);
    }
  }

  private void measureFreshServer(ServerUnderTest server, int round)
      throws IOException, InterruptedException {
    try (RunningServer running = testBed.start(server)) {
      Duration firstJoin = running.awaitFirstJoin();
      Thread.sleep(SETTLING_TIME);
      if (benchmarks.contains(Benchmark.START)) {
        Sample sample = startSample(running, firstJoin);
        testBed.record(server.name(), Benchmark.START.toString(), round, sample);
      }
      if (benchmarks.contains(Benchmark.IDLE)) {
        running.admitFirstClients();
        Thread.sleep(SETTLING_TIME);
        Sample sample = running.measure(Benchmark.IDLE.workload(quick));
        testBed.record(server.name(), Benchmark.IDLE.toString(), round, sample);
      }
    }
  }

  private static Sample startSample(RunningServer server, Duration firstJoin) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.START, firstJoin.toNanos() / 1e6);
    server
        .stats()
        .residentKilobytes()
        .ifPresent(kilobytes -> values.put(Metric.RESIDENT, kilobytes / KILOBYTES_PER_MEGABYTE));
    return new Sample(values, List.of());
  }
}
