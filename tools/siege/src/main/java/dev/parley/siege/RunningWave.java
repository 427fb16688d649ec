package dev.parley.siege;

import dev.parley.siege.attack.Attack;
import dev.parley.siege.attack.AttackStatistics;
import dev.parley.siege.attack.Attacker;
import dev.parley.siege.server.TargetServer;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A wave under way: repeats each of its attacks until its time is over. */
final class RunningWave {
  /** More than the server under attack may open. */
  private static final int MAX_CONNECTIONS = 6_000;

  private static final int PAUSE_MILLIS = 200;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final Wave wave;
  private final TargetServer server;
  private final Duration repetition;
  private final Verdict verdict;
  private final AttackStatistics statistics = new AttackStatistics();
  private final List<Thread> threads = new ArrayList<>();
  private final long deadline;
  private volatile boolean stopped;

  /**
   * Starts the attacks.
   *
   * @param repetition after this time an attack starts again, with new seats and a new log
   */
  RunningWave(
      Wave wave,
      TargetServer server,
      Duration repetition,
      Verdict verdict,
      SplittableRandom random) {
    this.wave = wave;
    this.server = server;
    this.repetition = repetition;
    this.verdict = verdict;
    this.deadline = System.nanoTime() + wave.time().toNanos();
    for (Attack attack : wave.attacks()) {
      SplittableRandom own = random.split();
      threads.add(Thread.ofVirtual().name(attack.name()).start(() -> repeat(attack, own)));
    }
  }

  private void repeat(Attack attack, SplittableRandom random) {
    while (!isOver()) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Duration time = left.compareTo(repetition) < 0 ? left : repetition;
      int connections = MAX_CONNECTIONS / wave.attacks().size();
      try (Attacker attacker =
          new Attacker(
              server,
              wave.manyAddresses(),
              time,
              connections,
              statistics,
              verdict,
              random.split())) {
        Thread.ofVirtual().start(attacker::closeAtDeadline);
        attack.script().run(attacker);
      } catch (IOException e) {
        pause(); // the server refused the attacker
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  AttackStatistics statistics() {
    return statistics;
  }

  boolean isOver() {
    return stopped || System.nanoTime() - deadline >= 0;
  }

  /** Stops the attacks, and records faults that are specific to one of them. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join(STOP_TIMEOUT);
    }
    for (Attack attack : wave.attacks()) {
      String fault = attack.check().apply(statistics);
      if (fault != null) {
        verdict.fault(fault);
      }
    }
  }
}
