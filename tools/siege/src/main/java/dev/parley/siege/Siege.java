package dev.parley.siege;

import dev.parley.siege.honest.HonestClients;
import dev.parley.siege.server.TargetServer;
import dev.parley.siege.verdict.TextTable;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Runs the waves of a plan one after the other, while honest clients hold calls. */
final class Siege {
  private static final int POLL_MILLIS = 100;
  private static final int POLLS_PER_SECOND = 10;
  private static final int POLLS_PER_PROGRESS = 30;

  private final TargetServer server;
  private final ServerMonitor monitor;
  private final List<Wave> waves;
  private final Timing timing;
  private final SplittableRandom random;
  private final Verdict verdict;
  private final HonestClients honest;
  private final PrintWriter out;
  private final long startTime = System.nanoTime();
  private final TextTable table =
      new TextTable(
          "attack",
          "from",
          "connections",
          "requests",
          "longest wait",
          "newcomers",
          "refused",
          "heap",
          "memory",
          "answers");

  Siege(
      TargetServer server,
      ServerMonitor monitor,
      List<Wave> waves,
      Timing timing,
      long seed,
      Verdict verdict,
      PrintWriter out) {
    this.server = server;
    this.monitor = monitor;
    this.waves = waves;
    this.timing = timing;
    this.random = new SplittableRandom(seed);
    this.verdict = verdict;
    this.honest = new HonestClients(server, seed, timing.resumeWindow(), verdict);
    this.out = out;
  }

  /** Whether the server kept its promises. */
  boolean run() throws IOException, InterruptedException {
    if (!honest.begin()) {
      honest.end();
      throw new IOException(
          "honest clients do not receive each other's messages, even without an attack.");
    }
    monitor.begin();
    for (Wave wave : waves) {
      if (monitor.isAlive()) {
        run(wave);
      }
    }
    if (monitor.isAlive()) {
      verdict.begin("after the attacks");
      awaitRecovery();
      honest.finish();
    }
    honest.end();
    monitor.finish();
    report();
    return verdict.hasNoFaults();
  }

  private void run(Wave wave) throws IOException, InterruptedException {
    verdict.begin("during " + wave.name() + " from " + wave.origin());
    monitor.beginWave();
    RunningWave running =
        new RunningWave(wave, server, timing.repetition(), verdict, random.split());
    for (int poll = 1; !running.isOver() && monitor.isAlive(); poll++) {
      Thread.sleep(POLL_MILLIS);
      if (poll % POLLS_PER_SECOND == 0) {
        honest.check();
      }
      if (poll % POLLS_PER_PROGRESS == 0) {
        monitor.sample();
        progress(wave, running);
      }
    }
    if (!monitor.isAlive()) {
      honest.end(); // their further faults would only follow from this one
    }
    monitor.sample();
    progress(wave, running);
    running.stop();
    row(wave, running);
  }

  /** Waits until the attackers' seats have expired and their memory is released. */
  private void awaitRecovery() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timing.recovery().toNanos();
    out.println("%5d s  waiting until the server has recovered".formatted(seconds()));
    while (!monitor.hasRecovered() && monitor.isAlive() && System.nanoTime() < deadline) {
      for (int poll = 0; poll < POLLS_PER_PROGRESS; poll++) {
        Thread.sleep(POLL_MILLIS);
      }
      honest.check();
    }
    monitor.checkRecovery();
    out.println("%5d s  %s".formatted(seconds(), monitor.recovery()));
  }

  private void progress(Wave wave, RunningWave running) {
    out.println(
        "%5d s  %s from %s: %,d connections, %,d requests, longest wait of honest clients %s, %s"
            .formatted(
                seconds(),
                wave.name(),
                wave.origin(),
                running.statistics().connections(),
                running.statistics().requests(),
                millis(verdict.experience().maxDelay()),
                monitor.current()));
  }

  private void row(Wave wave, RunningWave running) {
    Verdict.Experience experience = verdict.experience();
    if (!wave.manyAddresses() && experience.refused() > experience.admitted()) {
      verdict.fault(
          "Attacks from one address kept out honest clients at other addresses: %d joined, %d were refused."
              .formatted(experience.admitted(), experience.refused()));
    }
    table.row(
        wave.name(),
        wave.origin(),
        "%,d".formatted(running.statistics().connections()),
        "%,d".formatted(running.statistics().requests()),
        millis(experience.maxDelay()),
        String.valueOf(experience.admitted()),
        String.valueOf(experience.refused()),
        monitor.maxHeap(),
        monitor.maxMemory(),
        running.statistics().answers());
  }

  private void report() {
    out.println();
    out.print(table);
    out.println();
    if (verdict.hasNoFaults()) {
      out.println(
          "The server kept its promises in %d waves of attacks, %d s."
              .formatted(waves.size(), seconds()));
    } else {
      out.println("Faults:");
      verdict.faults().forEach(fault -> out.println("- " + fault));
    }
  }

  private static String millis(Duration delay) {
    return "%,d ms".formatted(delay.toMillis());
  }

  private long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startTime);
  }
}
